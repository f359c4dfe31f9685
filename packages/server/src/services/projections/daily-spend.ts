import type { DaySpend } from '@cofferdam/core';
import { windowAt } from '@cofferdam/core';
import type { Pool } from '../../store/connection.ts';
import { readReport } from '../reports/read-report.ts';
import type { ReportScope } from '../reports/report-period.ts';
import { readCells } from '../reports/usage-cells.ts';

/** The whole local days around a period. */
function daysOf({ fromMs, toMs }: ReportScope, timeZone: string): { startMs: number; endMs: number }[] {
  const days: { startMs: number; endMs: number }[] = [];
  for (let timeMs = fromMs; timeMs < toMs;) {
    const { startMs, endMs } = windowAt('day', timeZone, timeMs);
    if (endMs === null) break;
    days.push({ startMs, endMs });
    timeMs = endMs;
  }
  return days;
}

/** What was spent on each local day of a period, those at zero included; only uses within the period count. */
export async function dailySpend(pool: Pool, scope: ReportScope, timeZone: string): Promise<DaySpend[]> {
  const days = daysOf(scope, timeZone);
  const intervals = days.map(({ startMs, endMs }, bucket) => ({
    bucket,
    startMs: Math.max(startMs, scope.fromMs),
    endMs: Math.min(endMs, scope.toMs),
  }));
  const query = { scope, intervals, by: [], limit: 1, nowMs: scope.nowMs };
  const { groups } = await readReport(pool, (tx) => readCells(tx, query));
  return days.map((day, bucket) => ({ ...day, nanoUsd: groups[0]?.sums.get(bucket)?.costNanoUsd ?? 0n }));
}
