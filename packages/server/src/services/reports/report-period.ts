import { windowAt } from '@cofferdam/core';

/** What a report is about: uses from `fromMs` up to and without `toMs`, of one agent or of all. */
export interface ReportScope {
  readonly orgId: string;
  readonly agent: string | null;
  readonly fromMs: number;
  readonly toMs: number;
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

/** The parameters of `scopeSql`. */
export function scopeValues({ orgId, fromMs, toMs, agent }: ReportScope): unknown[] {
  return [orgId, new Date(fromMs), new Date(toMs), agent];
}
