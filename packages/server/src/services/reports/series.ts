import { type Window, windowAt } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { dimensionSql, type ReportDimension } from './report-dimension.ts';
import { type ReportScope, scopeValues } from './report-period.ts';
import { noSums, scopeSql, type SumsRow, sumsOf, sumsSql, type UsageSums } from './usage-sums.ts';

export type SeriesInterval = 'hour' | 'day' | 'week' | 'month';

/** More points than this fit no chart. */
export const maxSeriesPoints = 1_000;

/** Values of the dimension that have a line of their own, those of the highest cost; the rest share one. */
const maxLines = 20;

/** A line of a series: one value of the dimension, or all the values that have no line of their own. */
export interface SeriesLine {
  readonly label: string | null;
  readonly isRest: boolean;
}

export interface SeriesRow {
  readonly timeMs: number;
  readonly line: SeriesLine;
  readonly sums: UsageSums;
}

/** The buckets of a period in the calendar of a zone; null where they are too many. */
export function bucketsOf(scope: ReportScope, interval: SeriesInterval, timeZone: string): readonly Window[] | null {
  const buckets: Window[] = [];
  let timeMs: number | null = scope.fromMs;
  while (timeMs !== null && timeMs < scope.toMs) {
    if (buckets.length === maxSeriesPoints) return null;
    const bucket = windowAt(interval, timeZone, timeMs);
    buckets.push(bucket);
    timeMs = bucket.endMs;
  }
  return buckets;
}

type BucketRow = SumsRow & { readonly bucket: number; readonly rank: number; readonly label: string | null };

/** Lines are ranked by their cost over the whole period; a rank beyond the last line is the rest. */
function seriesSql(by: ReportDimension | null): string {
  const label = by === null ? 'NULL::text' : dimensionSql[by];
  return `
    WITH used AS (SELECT u.*, ${label} AS label FROM usage_records u WHERE ${scopeSql}),
         ranked AS (
           SELECT label, least(row_number() OVER (ORDER BY coalesce(sum(cost_nano_usd), 0) DESC, label), $6) AS rank
             FROM used GROUP BY label)
    SELECT width_bucket(u.time, $5::timestamptz[]) AS bucket, r.rank::integer AS rank,
           CASE WHEN r.rank < $6 THEN min(u.label) END AS label, ${sumsSql}
      FROM used u JOIN ranked r ON r.label IS NOT DISTINCT FROM u.label
     GROUP BY bucket, r.rank
     ORDER BY r.rank, bucket`;
}

function lineOf(row: BucketRow): SeriesLine {
  return { label: row.label, isRest: row.rank > maxLines };
}

/** Spend over time, every bucket of every line, those at zero included. */
export async function readSeries(
  db: Queryable,
  scope: ReportScope,
  by: ReportDimension | null,
  buckets: readonly Window[],
): Promise<SeriesRow[]> {
  const starts = buckets.map((bucket) => new Date(bucket.startMs).toISOString());
  const { rows } = await db.query<BucketRow>(seriesSql(by), [...scopeValues(scope), starts, maxLines + 1]);
  const lines = new Map(rows.map((row) => [row.rank, lineOf(row)]));
  if (by === null && lines.size === 0) lines.set(1, { label: null, isRest: false });
  const sums = new Map(rows.map((row) => [`${row.rank} ${row.bucket}`, sumsOf(row)]));
  return buckets.flatMap((bucket, index) =>
    [...lines].map(([rank, line]) => ({
      timeMs: bucket.startMs,
      line,
      sums: sums.get(`${rank} ${index + 1}`) ?? noSums,
    })),
  );
}
