import type { FastifyReply } from 'fastify';
import type { Breakdown } from '../../services/reports/breakdown.ts';
import type { RefusalDimension } from '../../services/reports/refusals.ts';
import type { ReportDimension } from '../../services/reports/report-dimension.ts';
import type { ReportScope } from '../../services/reports/report-period.ts';
import type { SeriesRow } from '../../services/reports/series.ts';
import { type CsvCell, type CsvColumn, csvHead, csvLine } from '../exports/csv.ts';
import { fileNameOf } from '../exports/file-name.ts';
import { renderBreakdown } from './measures.ts';
import { renderSeriesRow } from './render.ts';

/** A row as it is answered in JSON. */
type Rendered = Readonly<Record<string, unknown>>;

const sums = [
  'cost_usd',
  'requests',
  'tokens',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'records',
  'estimated_usd',
  'unpriced_records',
  'late_records',
] as const;

const compared = ['previous_cost_usd', 'previous_requests', 'previous_tokens', 'change'] as const;

function cellOf(row: Rendered, name: string): CsvCell {
  const before = /^previous_(.*)$/.exec(name)?.[1];
  const from = before === undefined ? row : ((row['previous'] ?? {}) as Rendered);
  return (from[before ?? name] ?? null) as CsvCell;
}

function columnOf(name: string): CsvColumn<Rendered> {
  return { name, isFigure: name.endsWith('_usd'), get: (row) => cellOf(row, name) };
}

/** Rows as a file: the same figures, under the same names, as in JSON; those of `previous` as `previous_…`. */
function sendCsv(
  reply: FastifyReply,
  fileName: string,
  names: readonly string[],
  rows: readonly Rendered[],
): FastifyReply {
  const columns = names.map(columnOf);
  return reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'private, no-store')
    .send(csvHead(columns) + rows.map((row) => csvLine(columns, row)).join(''));
}

/** `row` says which lines are no group of their own, so that a label may be called "total" as well. */
export function sendBreakdown(
  reply: FastifyReply,
  { fromMs, toMs }: ReportScope,
  by: readonly ReportDimension[],
  breakdown: Breakdown,
): FastifyReply {
  const { data, other, totals } = renderBreakdown(by, breakdown);
  const rows = [
    ...data.map((row) => ({ row: 'group', ...row })),
    ...(other === null ? [] : [{ row: 'other', ...other }]),
    { row: 'total', ...totals },
  ];
  const names = ['row', ...by, ...sums, 'share', 'cost_per_request_usd'];
  const all = breakdown.previousPeriod === null ? names : [...names, ...compared];
  return sendCsv(reply, fileNameOf(by.join('-'), fromMs, toMs, 'csv'), all, rows);
}

export function sendSeries(
  reply: FastifyReply,
  { fromMs, toMs }: ReportScope,
  by: ReportDimension | null,
  rows: readonly SeriesRow[],
): FastifyReply {
  const names = ['time', ...(by === null ? [] : [by, 'rest']), ...sums];
  const fileName = fileNameOf(['series', ...(by === null ? [] : [by])].join('-'), fromMs, toMs, 'csv');
  return sendCsv(
    reply,
    fileName,
    names,
    rows.map((row) => renderSeriesRow(by, row)),
  );
}

export function sendRefusals(
  reply: FastifyReply,
  { fromMs, toMs }: ReportScope,
  by: readonly RefusalDimension[],
  rows: readonly Rendered[],
): FastifyReply {
  return sendCsv(reply, fileNameOf('refusals', fromMs, toMs, 'csv'), [...by, 'count', 'required_usd'], rows);
}
