import type { Command } from 'commander';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { readPeriod } from './time-argument.ts';

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
    .option('--from <time>', 'RFC 3339, or a date (from 00:00 UTC)')
    .option('--to <time>', 'RFC 3339, or a date (up to 00:00 UTC)')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async (options: AuditOptions, command: Command) => {
      const { actor, action, target, limit } = options;
      const asked = Object.entries({ actor, action, target, ...readPeriod(options), limit });
      const session = await openSession(command, context);
      const given = asked.filter((entry): entry is [string, string] => entry[1] !== undefined);
      const rows = await fetchRows(session.client, `/v1/audit?${new URLSearchParams(given).toString()}`);
      print(session, { data: rows }, () => renderChanges(rows));
    });
}

function nameOf(named: unknown): string {
  const name = cellAt(named, 'name');
  return name === '-' ? cellAt(named, 'id') : name;
}

const mostMembers = 6;

/** "limit_usd: 5 → 10, owner: → Ada"; of what was made or is gone, what it was: "amount_usd: 5, reference: r". */
function renderDifference({ before, after }: Record<string, unknown>): string {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  if (before !== null && after !== null)
    return names.map((name) => `${name}: ${shown(was[name])} → ${shown(is[name])}`).join(', ') || '-';
  const whole = after === null ? was : is;
  const telling = names.filter((name) => !ofNoNews.has(name) && isTold(whole[name])).toSorted(byWeight);
  const rest = telling.length - mostMembers;
  const members = telling.slice(0, mostMembers).map((name) => `${name}: ${shown(whole[name])}`);
  return [...members, ...(rest > 0 ? [`… ${rest} more`] : [])].join(', ') || '-';
}

/** Stand in columns of their own. */
const ofNoNews = new Set(['id', 'name', 'reason', 'created_at', 'updated_at']);

function isTold(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Amounts first: they are what is looked for. */
function byWeight(left: string, right: string): number {
  return Number(right.includes('_usd')) - Number(left.includes('_usd'));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
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
