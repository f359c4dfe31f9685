import type { Command } from 'commander';
import { cellAt, listAt } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

interface StatementOptions {
  csv?: boolean;
  html?: boolean;
  timezone: string;
}

export function addStatement(program: Command, context: CommandContext): void {
  program
    .command('statement')
    .description(
      "a month of the org's wallet: opening balance, movements, closing balance; without a month, all months",
    )
    .argument('[month]', 'such as 2026-11')
    .option('--csv', 'every movement, as CSV')
    .option('--html', 'a page that prints well')
    .option('--timezone <zone>', 'IANA zone of the calendar', 'UTC')
    .action(async (month: string | undefined, options: StatementOptions, command: Command) => {
      requireMonth(month, options);
      const session = await openSession(command, context);
      const query = new URLSearchParams({ timezone: options.timezone }).toString();
      if (month === undefined) {
        const rows = await fetchRows(session.client, `/v1/credits/statements?${query}`);
        print(session, { data: rows }, () => renderMonths(rows));
        return;
      }
      const path = `/v1/credits/statements/${encodeURIComponent(month)}?${query}`;
      if (options.csv === true) await session.download(`${path}&format=csv`);
      else if (options.html === true) await session.download(`${path}&format=html`);
      else {
        const statement = expectSuccess(await session.client.send({ method: 'GET', path }));
        print(session, statement, () => renderStatement(statement));
      }
    });
}

function requireMonth(month: string | undefined, { csv, html }: StatementOptions): void {
  if (csv === true && html === true) throw new UsageError('--csv and --html are two files: ask for one at a time');
  if (month === undefined && (csv === true || html === true))
    throw new UsageError('--csv and --html need a month, such as 2026-11');
}

function renderMonths(rows: readonly unknown[]): string {
  return renderTable(
    [{ title: 'month' }, { title: 'opening', align: 'right' }, { title: 'closing', align: 'right' }, { title: 'over' }],
    rows.map((row) => [
      cellAt(row, 'month'),
      cellAt(row, 'opening_balance_usd'),
      cellAt(row, 'closing_balance_usd'),
      cellAt(row, 'is_over'),
    ]),
  );
}

function renderStatement(statement: unknown): string {
  const movements = listAt(statement, 'movements').map((row) => [
    cellAt(row, 'kind'),
    cellAt(row, 'entries'),
    cellAt(row, 'amount_usd'),
  ]);
  const teams = listAt(statement, 'teams').map((row) => [
    cellAt(row, 'team'),
    cellAt(row, 'entries'),
    cellAt(row, 'amount_usd'),
  ]);
  const isOver = cellAt(statement, 'is_over') === 'true';
  const figures = [
    { title: 'movements', align: 'right' },
    { title: 'USD', align: 'right' },
  ] as const;
  const summary = [
    ['opening balance', '', cellAt(statement, 'opening_balance_usd')],
    ...movements,
    [isOver ? 'closing balance' : 'balance so far', '', cellAt(statement, 'closing_balance_usd')],
  ];
  return [
    `Statement of ${cellAt(statement, 'month')} (${cellAt(statement, 'timezone')}), ${cellAt(statement, 'org')}`,
    '',
    renderTable([{ title: '' }, ...figures], summary),
    ...(teams.length === 0 ? [] : ['', renderTable([{ title: 'usage by team' }, ...figures], teams)]),
  ].join('\n');
}
