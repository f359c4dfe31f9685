import { Command, CommanderError } from 'commander';
import { addAlerts } from './commands/alerts.ts';
import { addAnomalies } from './commands/anomalies.ts';
import { addAudit } from './commands/audit.ts';
import { addBacktest } from './commands/backtest.ts';
import { addBudgets } from './commands/budgets.ts';
import { addChannels } from './commands/channels.ts';
import { addConnections } from './commands/connections.ts';
import { addCredits } from './commands/credits.ts';
import { addDemo } from './commands/demo.ts';
import { addImport } from './commands/import.ts';
import { addKeys } from './commands/keys.ts';
import { addLedger } from './commands/ledger.ts';
import { addMeter } from './commands/meter.ts';
import { addModelSwap } from './commands/model-swap.ts';
import { addPolicy } from './commands/policy.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addReplay } from './commands/replay.ts';
import { addReport } from './commands/report.ts';
import { addRollups } from './commands/rollups.ts';
import { addRestrictions } from './commands/restrictions.ts';
import { addRuns } from './commands/runs.ts';
import { addStart } from './commands/start.ts';
import { addStatement } from './commands/statement.ts';
import { addTopUp } from './commands/top-up.ts';
import { addTrace } from './commands/trace.ts';
import { addVerify } from './commands/verify.ts';
import { CommandFailure, type ExitCode, exitCode, UsageError } from './exit.ts';
import type { CommandContext, ServerModules } from './session.ts';
import { createColour } from './terminal/colour.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Runs one call of the command line; `args` are what follows its name. Resolves to the exit code, and never rejects. */
export async function run(args: readonly string[], terminal: Terminal, server: ServerModules): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const context: CommandContext = {
    terminal,
    server,
    endWith: (wanted) => {
      code = wanted;
    },
  };
  try {
    await createProgram(context).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('cofferdam')
    .description('A spend control plane for fleets of AI agents: attribute, budget, alert, enforce.')
    .option('--url <address>', 'the server (COFFERDAM_URL, else this machine at COFFERDAM_PORT or 4600)')
    .option(
      '--key <key>',
      'the API key (COFFERDAM_KEY, COFFERDAM_ADMIN_KEY, else the admin-key file of the data directory)',
    )
    .option('--json', 'results as JSON')
    .option('--reason <text>', 'why, for the audit log, of what is changed')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showSuggestionAfterError()
    .exitOverride();
  const add = [
    addStart,
    addDemo,
    addReplay,
    addVerify,
    addRollups,
    addReport,
    addRuns,
    addBudgets,
    addPolicy,
    addBacktest,
    addModelSwap,
    addRestrictions,
    addConnections,
    addChannels,
    addAlerts,
    addAnomalies,
    addAudit,
    addKeys,
    addTopUp,
    addImport,
    addCredits,
    addReconcile,
    addStatement,
    addLedger,
    addTrace,
    addMeter,
  ];
  for (const addCommand of add) addCommand(program, context);
  return program;
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  const colour = createColour(terminal.errIsTerminal, terminal.env);
  if (error instanceof UsageError) {
    terminal.err(`${colour.red('error:')} ${error.message}\n`);
    return exitCode.usage;
  }
  if (error instanceof CommandFailure) {
    terminal.err(`${colour.red('error:')} ${error.message}\n${error.advice === undefined ? '' : `${error.advice}\n`}`);
    return exitCode.failed;
  }
  terminal.err(`${colour.red('error:')} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCode.failed;
}
