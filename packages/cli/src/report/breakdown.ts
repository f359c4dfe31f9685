import type { ApiClient } from '../api-client/client.ts';
import { cellAt, type Fields, fieldsOf, listAt } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { alignDecimals, formatCount } from '../terminal/figures.ts';
import { type Column, renderTable } from '../terminal/table.ts';

export interface ReportRange {
  from?: string;
  to?: string;
  timezone?: string;
}

/** Spend by the given dimensions, as the server's report has it; what its limit leaves out is its last row. */
export async function fetchBreakdown(
  client: ApiClient,
  by: readonly string[],
  query: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  const path = `/v1/reports/breakdown?${new URLSearchParams({ by: by.join(','), ...query }).toString()}`;
  const report = expectSuccess(await client.send({ method: 'GET', path }));
  const { other } = fieldsOf(report);
  const others = fieldsOf(other);
  const name = `${cellAt(others, 'groups')} others`;
  const rest = other === null || other === undefined ? [] : [{ ...others, [by[0] ?? 'agent']: name }];
  return [...listAt(report, 'data'), ...rest].map(flattened);
}

/** The cost of the period before as a figure of the row. */
function flattened(row: unknown): Fields {
  const { previous, ...fields } = fieldsOf(row);
  return previous === undefined ? fields : { ...fields, previous_cost_usd: cellAt(previous, 'cost_usd') };
}

/** Refusals by agent and code: how many, and what they would have needed. */
export async function fetchRefusals(client: ApiClient, range: ReportRange): Promise<readonly unknown[]> {
  const query = new URLSearchParams({ ...range }).toString();
  return fetchRows(client, `/v1/reports/refusals${query === '' ? '' : `?${query}`}`);
}

export function renderBreakdown(rows: readonly unknown[], by: readonly string[], widest: number): string {
  const money: FigureColumn = { field: 'cost_usd', title: 'cost, USD', isMoney: true };
  const counts = ['requests', 'input_tokens', 'output_tokens'].map((field, index) => ({
    field,
    title: field.replace('_', ' '),
    goes: 3 - index,
  }));
  const isCompared = rows.some((row) => 'previous_cost_usd' in fieldsOf(row));
  const before: FigureColumn = { field: 'previous_cost_usd', title: 'before, USD', isMoney: true };
  return renderFigures(rows, by, [...counts, money, ...(isCompared ? [before] : [])], widest);
}

export function renderRefusals(rows: readonly unknown[]): string {
  return renderFigures(
    rows,
    ['agent', 'code'],
    [
      { field: 'count', title: 'refused' },
      { field: 'required_usd', title: 'amount, USD', isMoney: true },
    ],
  );
}

interface FigureColumn {
  field: string;
  title: string;
  isMoney?: boolean;
  goes?: number;
}

function renderFigures(
  rows: readonly unknown[],
  labels: readonly string[],
  figures: readonly FigureColumn[],
  widest = Number.POSITIVE_INFINITY,
): string {
  const columns: Column[] = [
    ...labels.map((title) => ({ title })),
    ...figures.map(({ title, goes }) => ({ title, align: 'right' as const, ...(goes === undefined ? {} : { goes }) })),
  ];
  const cells = [
    ...labels.map((label) => rows.map((row) => cellAt(row, label))),
    ...figures.map((figure) => figureCells(rows, figure)),
  ];
  return renderTable(
    columns,
    rows.map((_, index) => cells.map((column) => column[index] ?? '')),
    0,
    widest,
  );
}

function figureCells(rows: readonly unknown[], { field, isMoney }: FigureColumn): string[] {
  const cells = rows.map((row) => cellAt(row, field));
  return isMoney === true
    ? alignDecimals(cells)
    : cells.map((cell) => (/^\d+$/.test(cell) ? formatCount(Number(cell)) : cell));
}
