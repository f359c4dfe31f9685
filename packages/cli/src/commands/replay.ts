import path from 'node:path';
import { type Command, Option } from 'commander';
import { readAmount } from '../api-client/money-argument.ts';
import { type CommandFailure, exitCode, UsageError } from '../exit.ts';
import { type ReplayInput, parseInput } from '../replay/input.ts';
import {
  createMapping,
  defaultAgents,
  defaultModels,
  type Mapping,
  type MappingName,
  mappingNames,
  parseAgents,
  parseModels,
} from '../replay/mapping.ts';
import { parseSpeed } from '../replay/pace.ts';
import { planTrace, planUsage, type ReplayPlan } from '../replay/plan.ts';
import { renderResult, type ReplayResult, toJson } from '../replay/result.ts';
import { runPlan } from '../replay/run-plan.ts';
import { type ReplaySetup, setUp } from '../replay/setup.ts';
import { Tally } from '../replay/tally.ts';
import { fetchBudgetRows } from '../report/budget-rows.ts';
import { fetchWallet } from '../report/wallet.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { readText } from '../terminal/read-text.ts';
import { readCount } from './read-count.ts';

interface ReplayOptions {
  speed: string;
  agents: string;
  models: string;
  mapping: MappingName;
  maxOutputTokens?: string;
  limit?: string;
  concurrency: string;
  id?: string;
  orgLimit?: string;
  agentLimit: Record<string, string>;
  topUp?: string;
}

const giveUpAfterMs = 120_000;

export function addReplay(program: Command, context: CommandContext): void {
  program
    .command('replay')
    .description('send a trace of model calls, or usage records, through the API, and show what was spent and refused')
    .argument(
      '<file>',
      'a trace (TIMESTAMP,ContextTokens,GeneratedTokens) or usage records as CSV or NDJSON; - reads the standard input',
    )
    .option(
      '--speed <n|max>',
      '1 is the pace of the timestamps, 10 ten times as fast, max as fast as the server answers',
      'max',
    )
    .option('--agents <list>', 'who makes the calls of a trace, with weights', defaultAgents)
    .option('--models <list>', 'provider/model of the calls of a trace', defaultModels)
    .addOption(
      new Option(
        '--mapping <name>',
        'paired: the first agent uses the first model, and so on; crossed: each agent uses all models in turn; hash: both drawn',
      )
        .choices(mappingNames)
        .default('paired'),
    )
    .option(
      '--max-output-tokens <n>',
      'the output bound that each call of a trace reserves (else just above what it generated)',
    )
    .option('--limit <n>', 'stop after this many rows')
    .option('--concurrency <n>', 'calls under way at once', '64')
    .option(
      '--id <name>',
      'names the replay: the same file under the same id is charged once (else each replay is new)',
    )
    .option('--org-limit <usd>', 'first set a daily budget for the org')
    .option('--agent-limit <agent=usd>', 'first set a daily budget for an agent; may be repeated', readAgentLimit, {})
    .option('--top-up <usd>', "first add credit to the org's wallet")
    .action((file: string, options: ReplayOptions, command: Command) => replay(file, options, command, context));
}

async function replay(file: string, options: ReplayOptions, command: Command, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const replayId = readId(options.id ?? terminal.newId());
  const concurrency = readCount('--concurrency', options.concurrency, 1);
  const setup = readSetup(options);
  const fileName = file === '-' ? 'standard input' : path.basename(file);
  const makePlan = readPlanner(options, replayId, fileName);
  const input = parseInput(await readText(file, terminal), fileName);
  const session = await openSession(command, context);
  const walletBefore = await fetchWallet(session.client);
  for (const sentence of await setUp(session.client, setup, replayId)) terminal.err(`${sentence}\n`);
  const stop = new AbortController();
  const tally = new Tally();
  const plan = makePlan(input, session, tally, stop.signal);
  terminal.err(`Replay ${replayId} of ${fileName}. Mapping: ${plan.mapping}.\n`);
  const stopListening = terminal.onInterrupt(() => {
    stop.abort();
    terminal.err('\nStopping: calls under way are finished first. Ctrl-C again leaves at once.\n');
  });
  const run = await runPlan(plan, tally, concurrency, stop.signal, terminal);
  stopListening();
  const end = {
    replayId,
    file: fileName,
    mapping: plan.mapping,
    notes: plan.notes,
    rows: plan.rows,
    tally,
    walletBefore,
  };
  const interrupted = stop.signal.aborted;
  const { failure, ...progress } = run;
  const result: ReplayResult = {
    ...end,
    ...progress,
    interrupted,
    failure: failure?.message,
    ...(await fetchAfterwards(session, failure)),
  };
  print(session, toJson(result), (widest) => renderResult(result, session.colour, widest));
  if (failure) throw failure;
  if (interrupted) context.endWith(exitCode.interrupted);
  else if (tally.leftOut.length > 0) context.endWith(exitCode.failed);
}

type Planner = (input: ReplayInput, session: Session, tally: Tally, stop: AbortSignal) => ReplayPlan;

/** Checks all options before the file is read or anything is sent. */
function readPlanner(options: ReplayOptions, replayId: string, fileName: string): Planner {
  const speed = parseSpeed(options.speed);
  const mapping = readMapping(options);
  const limit = options.limit === undefined ? undefined : readCount('--limit', options.limit, 1);
  const maxOutputTokens =
    options.maxOutputTokens === undefined ? undefined : readCount('--max-output-tokens', options.maxOutputTokens, 1);
  return (input, { client, terminal }, tally, stop) => {
    const common = { client, tally, patience: { clock: terminal, giveUpAfterMs, stop } };
    if (input.kind === 'usage') {
      for (const bad of input.bad) tally.leaveOut(bad);
      return planUsage({ ...common, fileName }, input.rows.slice(0, limit), speed);
    }
    return planTrace({ ...common, rows: input.rows.slice(0, limit), mapping, maxOutputTokens, replayId }, speed);
  };
}

function readMapping(options: ReplayOptions): Mapping {
  const [agents, models] = [parseAgents(options.agents), parseModels(options.models)];
  if (options.mapping === 'paired' && models.length > agents.length && options.models !== defaultModels) {
    throw new UsageError(
      `--models names ${models.length} models for ${agents.length} agents; use --mapping crossed for agents that use several`,
    );
  }
  return createMapping(options.mapping, agents, models);
}

/** After a failure the server may be gone: then the table goes without what only the server knows. */
async function fetchAfterwards(
  session: Session,
  failure: CommandFailure | undefined,
): Promise<Pick<ReplayResult, 'walletAfter' | 'budgets'>> {
  try {
    return { walletAfter: await fetchWallet(session.client), budgets: await fetchBudgetRows(session.client) };
  } catch (error) {
    if (failure === undefined) throw error;
    return { walletAfter: undefined, budgets: [] };
  }
}

function readSetup(options: ReplayOptions): ReplaySetup {
  return {
    orgLimitUsd: options.orgLimit === undefined ? undefined : readAmount('--org-limit', options.orgLimit),
    agentLimitsUsd: options.agentLimit,
    topUpUsd: options.topUp === undefined ? undefined : readAmount('--top-up', options.topUp),
  };
}

function readAgentLimit(text: string, limits: Record<string, string>): Record<string, string> {
  const [agent = '', amount, ...rest] = text.split('=');
  if (agent === '' || amount === undefined || rest.length > 0)
    throw new UsageError(`--agent-limit takes agent=usd, not "${text}"`);
  return { ...limits, [agent]: readAmount('--agent-limit', amount) };
}

/** Idempotency keys are made of the id and the row, and have room for 128 characters. */
function readId(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text))
    throw new UsageError('--id takes up to 64 letters, digits, dots, dashes and underscores');
  return text;
}
