import type { Command } from 'commander';
import { exitCode } from '../exit.ts';
import { type CommandContext, print, type RollupReport, type VerifyOptions } from '../session.ts';
import type { GlobalOptions } from '../settings.ts';
import { formatCount } from '../terminal/figures.ts';
import { onStore } from './on-store.ts';
import { differencesTable, resolveStore } from './verify.ts';

function renderCheck({ orgs, rows, differences }: RollupReport, wasMade: boolean): string {
  const read = `${formatCount(rows)} rows of ${formatCount(orgs)} ${orgs === 1 ? 'org' : 'orgs'}`;
  if (differences.length === 0) return `${read}: no differences.`;
  const count = `${formatCount(differences.length)} ${differences.length === 1 ? 'difference' : 'differences'}`;
  return [differencesTable(differences), '', `${read}: ${count}${wasMade ? ' mended' : ''}.`].join('\n');
}

export function addRollups(program: Command, context: CommandContext): void {
  const rollups = program.command('rollups').description('the sums that reports are made of');
  const actions = [
    { action: 'check', does: 'compare them with the records; exit 1 with the difference' },
    { action: 'rebuild', does: 'make them again from the records' },
  ] as const;
  for (const { action, does } of actions)
    rollups
      .command(action)
      .description(does)
      .option('--data-dir <path>', 'the data directory of an embedded database (COFFERDAM_DATA_DIR)')
      .option('--database-url <url>', 'a Postgres of your own (COFFERDAM_DATABASE_URL)')
      .action(async (options: VerifyOptions, command: Command) => {
        const { terminal } = context;
        const report = await onStore(() => context.server.rollups(action, resolveStore(options, terminal)));
        const { json }: GlobalOptions = command.optsWithGlobals();
        print({ terminal, json: json === true }, report, () => renderCheck(report, action === 'rebuild'));
        context.endWith(action === 'check' && report.differences.length > 0 ? exitCode.failed : exitCode.ok);
      });
}
