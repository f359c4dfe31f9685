import { type Window, windowAt } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import type { ReportDimension } from './report-dimension.ts';
import { type Period, periodBefore, type ReportScope } from './report-period.ts';
import type { Interval } from './rollup-cover.ts';
import { type CellGroup, readCells } from './usage-cells.ts';
import { noSums, type UsageSums } from './usage-sums.ts';

export type SeriesInterval = 'hour' | 'day' | 'week' | 'month';

/** More points than this fit no chart. */
export const maxSeriesPoints = 1_000;

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

export interface Series {
  readonly rows: readonly SeriesRow[];
  /** The period before, with the same lines, where it was asked for. */
  readonly previous: (Period & { readonly rows: readonly SeriesRow[] }) | null;
}

export interface SeriesOptions {
  readonly by: ReportDimension | null;
  readonly interval: SeriesInterval;
  /** Values of the dimension that have a line of their own, those of the highest cost; the rest share one. */
  readonly lines: number;
  readonly compare: boolean;
}

/** The buckets of a period in the calendar of a zone; null where they are too many. */
function bucketsOf({ fromMs, toMs }: Period, interval: SeriesInterval, timeZone: string): readonly Window[] | null {
  const buckets: Window[] = [];
  let timeMs: number | null = fromMs;
  while (timeMs !== null && timeMs < toMs) {
    if (buckets.length === maxSeriesPoints) return null;
    const bucket = windowAt(interval, timeZone, timeMs);
    buckets.push(bucket);
    timeMs = bucket.endMs;
  }
  return buckets;
}

/** A bucket's part of the period: the first and the last may lie partly outside. */
function partOf(bucket: Window, { fromMs, toMs }: Period, number: number): Interval {
  const endMs = Math.min(bucket.endMs ?? toMs, toMs);
  return { bucket: number, startMs: Math.max(bucket.startMs, fromMs), endMs };
}

const onlyLine: CellGroup = { labels: [], isRest: false, sums: new Map() };

function rowsOf(
  groups: readonly CellGroup[],
  buckets: readonly Window[],
  numberOf: (index: number) => number,
): SeriesRow[] {
  return buckets.flatMap((bucket, index) =>
    groups.map((group) => ({
      timeMs: bucket.startMs,
      line: { label: group.labels[0] ?? null, isRest: group.isRest },
      sums: group.sums.get(numberOf(index)) ?? noSums,
    })),
  );
}

const ownNumber = (index: number): number => index + 1;
const numberBefore = (index: number): number => -index;

/**
 * Spend over time, every bucket of every line, those at zero included; null where the points are too many. Must be
 * called in a transaction that has one snapshot.
 */
export async function readSeries(db: Queryable, scope: ReportScope, options: SeriesOptions): Promise<Series | null> {
  const { by, interval, lines, compare } = options;
  const period = compare ? periodBefore(scope, scope.timeZone) : null;
  const buckets = bucketsOf(scope, interval, scope.timeZone);
  const bucketsBefore = period === null ? [] : bucketsOf(period, interval, scope.timeZone);
  if (buckets === null || bucketsBefore === null) return null;
  const intervals = [
    ...buckets.map((bucket, index) => partOf(bucket, scope, ownNumber(index))),
    ...bucketsBefore.map((bucket, index) => partOf(bucket, period ?? scope, numberBefore(index))),
  ];
  const query = { scope, intervals, by: by === null ? [] : [by], limit: lines, nowMs: scope.nowMs };
  const { groups } = await readCells(db, query);
  const shown = by === null && groups.length === 0 ? [onlyLine] : groups;
  return {
    rows: rowsOf(shown, buckets, ownNumber),
    previous: period === null ? null : { ...period, rows: rowsOf(shown, bucketsBefore, numberBefore) },
  };
}
