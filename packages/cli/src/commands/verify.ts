import type { Command } from 'commander';
import { CommandFailure, exitCode } from '../exit.ts';
import { type CommandContext, print, type StoreOptions, type VerifyOptions, type VerifyReport } from '../session.ts';
import { type GlobalOptions, resolveDataDir } from '../settings.ts';
import { type Colour, createColour } from '../terminal/colour.ts';
import { formatCount } from '../terminal/figures.ts';
import { renderTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { onStore } from './on-store.ts';

interface GivenOptions extends StoreOptions {
  checkpoint: string[];
  checkpointKey?: string;
}

export function addVerify(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .description('recompute every counter, wallet and hash chain from the rows; exit 1 with the difference')
    .option('--data-dir <path>', 'the data directory of an embedded database (COFFERDAM_DATA_DIR)')
    .option('--database-url <url>', 'a Postgres of your own (COFFERDAM_DATABASE_URL)')
    .option(
      '--checkpoint <file>',
      'a signed checkpoint that was kept elsewhere: the chain must still have it in it; may be given again',
      (file: string, files: string[]) => [...files, file],
      [],
    )
    .option(
      '--checkpoint-key <key>',
      "the key that it must be signed with (else this installation's own, if it is here)",
    )
    .action(async (options: GivenOptions, command: Command) => {
      const { terminal } = context;
      const given = await readCheckpoints(options, terminal);
      const report = await onStore(() => context.server.verify({ ...resolveStore(options, terminal), ...given }));
      const { json }: GlobalOptions = command.optsWithGlobals();
      const colour = createColour(terminal.outIsTerminal, terminal.env);
      print({ terminal, json: json === true }, report, () => renderReport(report, colour));
      context.endWith(report.ok ? exitCode.ok : exitCode.failed);
    });
}

/** The checkpoints of the files, with what the key of their signatures is known by. */
async function readCheckpoints(
  { checkpoint, checkpointKey }: GivenOptions,
  terminal: Terminal,
): Promise<Omit<VerifyOptions, keyof StoreOptions>> {
  const { COFFERDAM_SECRET_KEY: secretKey } = terminal.env;
  const checkpoints = await Promise.all(checkpoint.map((file) => readNote(file, terminal)));
  return {
    ...(checkpoints.length === 0 ? {} : { checkpoints }),
    ...(checkpointKey === undefined ? {} : { checkpointKey }),
    ...(secretKey ? { secretKey } : {}),
  };
}

async function readNote(file: string, terminal: Terminal): Promise<string> {
  try {
    return await terminal.readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`the checkpoint ${file} cannot be read: ${why}`);
  }
}

/** What the option names wins over what the environment names, so that one can look at another store. */
export function resolveStore(options: StoreOptions, terminal: Terminal): StoreOptions {
  if (options.databaseUrl !== undefined) return { databaseUrl: options.databaseUrl };
  if (options.dataDir !== undefined) return { dataDir: options.dataDir };
  if (terminal.env.COFFERDAM_DATABASE_URL) return { databaseUrl: terminal.env.COFFERDAM_DATABASE_URL };
  return { dataDir: resolveDataDir(terminal) };
}

function renderReport(report: VerifyReport, colour: Colour): string {
  const checked = renderTable(
    [{ title: 'checked' }, { title: 'rows', align: 'right' }],
    Object.entries(report.checked).map(([kind, count]) => [kind, formatCount(count)]),
  );
  if (report.differences.length === 0)
    return [checked, '', report.ok ? colour.green('No differences.') : colour.red('Not verified.')].join('\n');
  const differences = differencesTable(report.differences);
  const count = report.differences.length;
  return [
    checked,
    '',
    differences,
    '',
    colour.red(`${formatCount(count)} ${count === 1 ? 'difference' : 'differences'}.`),
  ].join('\n');
}

export function differencesTable(differences: VerifyReport['differences']): string {
  return renderTable(
    [
      { title: 'kind' },
      { title: 'org' },
      { title: 'subject' },
      { title: 'expected', align: 'right' },
      { title: 'actual', align: 'right' },
    ],
    differences.map(({ kind, org, subject, expected, actual }) => [kind, org, subject, expected, actual]),
  );
}
