import type { Command } from 'commander';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

interface ListOptions {
  budget?: string;
  subject?: string;
  do?: string;
  all?: boolean;
  limit: string;
}

export function addRestrictions(program: Command, context: CommandContext): void {
  const restrictions = program.command('restrictions').description('whom budgets throttle, pause and block');
  restrictions
    .command('list', { isDefault: true })
    .description('those that hold somebody, newest first')
    .option('--budget <budget>', 'the name or the id of a budget')
    .option('--subject <subject>', 'who is held')
    .option('--do <action>', 'throttle, pause or block')
    .option('--all', 'those that ended too')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async ({ all, ...asked }: ListOptions, command: Command) => {
      const session = await openSession(command, context);
      const members = Object.entries({ ...asked, ...(all === true ? {} : { state: 'active' }) });
      const rows = await fetchRows(session.client, `/v1/restrictions?${new URLSearchParams(members).toString()}`);
      print(session, { data: rows }, () => renderRestrictions(rows));
    });
  restrictions
    .command('lift')
    .description('let whom it holds go on, for the rest of the window')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `/v1/restrictions/${encodeURIComponent(id)}/lift`;
      const lifted = expectSuccess(await session.client.send({ method: 'POST', path, body: {} }));
      print(session, lifted, () => renderRestrictions([lifted]));
    });
}

function renderAction(row: unknown): string {
  const rate = fieldsOf(row).requests_per_minute;
  return typeof rate === 'number' ? `throttle to ${rate}/min` : cellAt(row, 'do');
}

function renderRestrictions(rows: readonly unknown[]): string {
  return renderTable(
    ['id', 'budget', 'subject', 'agent', 'action', 'at', 'taken', 'ends', 'active'].map((title) => ({ title })),
    rows.map((row) => [
      cellAt(row, 'id'),
      cellAt(row, 'budget_name'),
      cellAt(row, 'subject'),
      cellAt(row, 'agent'),
      renderAction(row),
      cellAt(row, 'at'),
      cellAt(row, 'taken_at'),
      cellAt(row, 'window_end'),
      cellAt(row, 'active'),
    ]),
  );
}
