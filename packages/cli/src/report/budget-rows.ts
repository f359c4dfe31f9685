import { formatUsd, parseUsd } from '@cofferdam/core';
import { budgetPath, unitOf } from '../api-client/budgets.ts';
import type { ApiClient } from '../api-client/client.ts';
import { cellAt, numberAt, textAt } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { renderTable } from '../terminal/table.ts';
import { alignAmounts } from './amounts.ts';

/** A budget's figures for one subject in one window, in the budget's own unit. */
export interface BudgetRow {
  budget: string;
  per: string;
  subject: string;
  window: string;
  windowStart: string;
  unit: string;
  limit: string;
  spent: string;
  reserved: string;
  available: string;
}

/** The newest counter of each subject of every budget; budgets of runs are left out, since every run has a counter. */
export async function fetchBudgetRows(client: ApiClient): Promise<BudgetRow[]> {
  const budgets = (await listAll(client, '/v1/budgets')).filter((budget) => textAt(budget, 'per') !== 'run');
  const rows: BudgetRow[] = [];
  for (const budget of budgets.toReversed()) {
    const counters = await listAll(client, `${budgetPath(budget)}/counters`);
    rows.push(...newestPerSubject(counters).map((counter) => toRow(budget, counter)));
  }
  return rows;
}

export function toRow(budget: unknown, counter: unknown): BudgetRow {
  const unit = unitOf(budget);
  return {
    budget: cellAt(budget, 'name'),
    per: cellAt(budget, 'per'),
    subject: cellAt(counter, 'subject'),
    window: cellAt(budget, 'window'),
    windowStart: cellAt(counter, 'window_start'),
    unit: unit === 'usd' ? 'USD' : unit,
    limit: cellAt(budget, `limit_${unit}`),
    spent: cellAt(counter, `spent_${unit}`),
    reserved: cellAt(counter, `reserved_${unit}`),
    available: cellAt(counter, `available_${unit}`),
  };
}

export function renderBudgetRows(rows: readonly BudgetRow[], widest: number): string {
  const align = (amounts: string[]) => alignAmounts(amounts, (index) => rows[index]?.unit === 'USD');
  const spent = align(rows.map((row) => row.spent));
  const limits = align(rows.map((row) => row.limit));
  const available = align(rows.map((row) => row.available));
  return renderTable(
    [
      { title: 'budget' },
      { title: 'per', goes: 1 },
      { title: 'subject' },
      { title: 'window', goes: 2 },
      { title: 'spent', align: 'right' },
      { title: 'limit', align: 'right' },
      { title: 'available', align: 'right', goes: 3 },
      { title: 'unit' },
    ],
    rows.map((row, index) => [
      row.budget,
      row.per,
      row.subject,
      row.window,
      spent[index] ?? '',
      limits[index] ?? '',
      available[index] ?? '',
      row.unit,
    ]),
    0,
    widest,
  );
}

/** One budget's counters: the limit is what was spent, reserved, kept for a last call and is available, added up. */
export function renderCounters(budget: unknown, rows: readonly BudgetRow[], widest: number): string {
  const keepsSome = numberAt(budget, 'wind_down') !== undefined;
  const figures: (readonly [title: string, cells: string[]])[] = [
    ['limit', rows.map((row) => row.limit)],
    ['spent', rows.map((row) => row.spent)],
    ['reserved', rows.map((row) => row.reserved)],
    ...(keepsSome ? [['kept', rows.map(keptOf)] as const] : []),
    ['available', rows.map((row) => row.available)],
  ];
  const columns = figures.map(([, cells]) => alignAmounts(cells, (index) => rows[index]?.unit === 'USD'));
  return renderTable(
    [
      { title: 'subject' },
      { title: 'window from', goes: 2 },
      ...figures.map(([title]) => ({ title, align: 'right' as const, ...(title === 'limit' ? { goes: 1 } : {}) })),
      { title: 'unit' },
    ],
    rows.map((row, index) => [row.subject, row.windowStart, ...columns.map((cells) => cells[index] ?? ''), row.unit]),
    0,
    widest,
  );
}

/** What the limit leaves between its other parts: the server takes the allowance off what is available. */
function keptOf({ limit, spent, reserved, available }: BudgetRow): string {
  const [whole, ...parts] = [limit, spent, reserved, available].map(nanoUsdOf);
  if (whole === undefined || parts.includes(undefined)) return '-';
  return formatUsd(parts.reduce<bigint>((rest, part) => rest - (part ?? 0n), whole));
}

function nanoUsdOf(text: string): bigint | undefined {
  const parsed = parseUsd(text, { allowNegative: true });
  return parsed.ok ? parsed.value : undefined;
}

function newestPerSubject(counters: readonly unknown[]): unknown[] {
  const newest = new Map<string, unknown>();
  for (const counter of counters) {
    const subject = cellAt(counter, 'subject');
    const known = newest.get(subject);
    if (known === undefined || cellAt(counter, 'window_start') > cellAt(known, 'window_start'))
      newest.set(subject, counter);
  }
  return [...newest.values()];
}
