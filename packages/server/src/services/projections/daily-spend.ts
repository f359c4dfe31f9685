import type { DaySpend } from '@cofferdam/core';
import { windowAt } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import type { ReportScope } from '../reports/report-period.ts';
import { readSeries } from '../reports/series.ts';

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
export async function dailySpend(db: Queryable, scope: ReportScope, timeZone: string): Promise<DaySpend[]> {
  const days = daysOf(scope, timeZone);
  const rows = await readSeries(db, scope, null, days);
  const byStart = new Map(rows.map(({ timeMs, sums }) => [timeMs, sums.costNanoUsd]));
  return days.map((day) => ({ ...day, nanoUsd: byStart.get(day.startMs) ?? 0n }));
}
