import { windowAt } from '@cofferdam/core';
import type { ReportFilters } from './report-dimension.ts';

export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a report is about: uses from `fromMs` up to and without `toMs`, that have the labels asked for. */
export interface ReportScope extends Period {
  readonly orgId: string;
  readonly filters: ReportFilters;
  /** The zone whose days are meant. */
  readonly timeZone: string;
  /** The agent that the key is bound to: what is no use of an agent, such as the wallet, is not shown to it. */
  readonly agent: string | null;
  readonly nowMs: number;
}

function localDate(timeMs: number, timeZone: string): string {
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', options).format(timeMs);
}

/**
 * The first instant of a date (YYYY-MM-DD) in a zone; of the next one, where the zone skipped that date. At noon UTC
 * the date is the same in every zone but those far in the east, where it is already the next.
 */
export function dayStartMs(date: string, timeZone: string): number {
  const noonMs = Date.parse(`${date}T12:00:00Z`);
  const { startMs } = windowAt('day', timeZone, noonMs);
  if (localDate(noonMs, timeZone) === date) return startMs;
  const before = windowAt('day', timeZone, startMs - 1);
  return localDate(before.startMs, timeZone) < date ? startMs : before.startMs;
}

/** A longer period is compared with one of the same length: nobody counts its days. */
const mostWindows = { month: 120, day: 400 } as const;

/** How many windows of a kind make the period; null where it does not begin and end with one, or is very long. */
function windowsIn({ fromMs, toMs }: Period, kind: keyof typeof mostWindows, timeZone: string): number | null {
  if (windowAt(kind, timeZone, fromMs).startMs !== fromMs) return null;
  let count = 0;
  let endMs: number | null = fromMs;
  for (; endMs !== null && endMs < toMs && count < mostWindows[kind]; count += 1)
    endMs = windowAt(kind, timeZone, endMs).endMs;
  return endMs === toMs ? count : null;
}

/**
 * The period before: as many months, where the period is of whole months in its zone; else as many days, where it is of
 * whole days; else as long as it is.
 */
export function periodBefore(period: Period, timeZone: string): Period {
  const { fromMs, toMs } = period;
  for (const kind of ['month', 'day'] as const) {
    const count = windowsIn(period, kind, timeZone);
    if (count === null) continue;
    let startMs = fromMs;
    for (let index = 0; index < count; index += 1) startMs = windowAt(kind, timeZone, startMs - 1).startMs;
    return { fromMs: startMs, toMs: fromMs };
  }
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}
