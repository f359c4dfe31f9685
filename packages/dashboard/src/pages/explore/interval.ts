import type { PeriodQuery } from '../../app/period.ts';
import { date, timeOfDay } from '../../format/time.ts';
import type { Interval } from './search.ts';

function daysOf({ from, to }: PeriodQuery, nowMs: number): number {
  return ((to === undefined ? nowMs : Date.parse(to)) - Date.parse(from)) / 86_400_000;
}

/** The step that makes a chart of a period readable: about a hundred bars at most. */
export function intervalFor(period: PeriodQuery, nowMs: number): Interval {
  const days = daysOf(period, nowMs);
  if (days <= 3) return 'hour';
  if (days <= 100) return 'day';
  return days <= 500 ? 'week' : 'month';
}

/** The steps that a period can be shown in. */
export function intervalsOf(period: PeriodQuery, nowMs: number): readonly Interval[] {
  const days = daysOf(period, nowMs);
  const all = [
    ['hour', 0, 10],
    ['day', 1, 400],
    ['week', 8, 1_000],
    ['month', 32, 10_000],
  ] as const;
  return all.filter(([, least, most]) => days >= least && days <= most).map(([interval]) => interval);
}

/** What stands below a bar. */
export function barName(time: string, interval: Interval, timeZone: string): string {
  if (interval === 'hour') return `${date(time, timeZone)} ${timeOfDay(time, timeZone)}`;
  if (interval !== 'month') return date(time, timeZone);
  return new Intl.DateTimeFormat('en-GB', { timeZone, month: 'short', year: '2-digit' }).format(new Date(time));
}
