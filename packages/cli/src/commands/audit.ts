import type { Command } from 'commander';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

interface AuditOptions {
  actor?: string;
  action?: string;
  target?: string;
  from?: string;
  to?: string;
  limit: string;
}

export function addAudit(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description('who changed what, newest first')
    .option('--actor <actor>', 'the name or the id of a key, or of what caused it')
    .option('--action <action>', 'such as budget.changed, or budget for all that happened to budgets')
    .option('--target <target>', 'the name or the id of what was changed')
    .option('--from <time>', 'RFC 3339')
    .option('--to <time>', 'RFC 3339')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async (options: AuditOptions, command: Command) => {
      const session = await openSession(command, context);
      const { actor, action, target, from, to, limit } = options;
      const asked = Object.entries({ actor, action, target, from, to, limit });
      const given = asked.filter((entry): entry is [string, string] => entry[1] !== undefined);
      const rows = await fetchRows(session.client, `/v1/audit?${new URLSearchParams(given).toString()}`);
      print(session, { data: rows }, () => renderChanges(rows));
    });
}

function nameOf(named: unknown): string {
  const name = cellAt(named, 'name');
  return name === '-' ? cellAt(named, 'id') : name;
}

/** "limit_usd: 5 → 10, owner: → Ada". */
function renderDifference({ before, after }: Record<string, unknown>): string {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  if (before === null || after === null) return '-';
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.map((name) => `${name}: ${shown(was[name])} → ${shown(is[name])}`).join(', ');
}

function renderChanges(rows: readonly unknown[]): string {
  return renderTable(
    ['time', 'who', 'action', 'what', 'difference', 'reason'].map((title) => ({ title })),
    rows.map((row) => {
      const { actor, target } = fieldsOf(row);
      const difference = renderDifference(fieldsOf(row));
      return [
        cellAt(row, 'time'),
        nameOf(actor),
        cellAt(row, 'action'),
        nameOf(target),
        difference,
        cellAt(row, 'reason'),
      ];
    }),
  );
}
