import { windowAt } from '@cofferdam/core';
import { leastEntryId } from './entry-bounds.ts';
import type { LedgerPeriod } from './movements.ts';

/** A month of a statement, on the calendar of a zone. */
export interface StatementMonth extends LedgerPeriod {
  /** YYYY-MM. */
  readonly name: string;
  readonly timeZone: string;
}

function localMonth(timeMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).format(timeMs).slice(0, 7);
}

/** The month around an instant. Its middle has its name in every zone, whatever the clocks do at its ends. */
export function monthAt(timeMs: number, timeZone: string): StatementMonth {
  const { startMs, endMs } = windowAt('month', timeZone, timeMs);
  if (endMs === null) throw new Error('a month that does not end');
  return { name: localMonth((startMs + endMs) / 2, timeZone), timeZone, fromMs: startMs, toMs: endMs };
}

/** The month of a name, YYYY-MM. */
export function monthOf(name: string, timeZone: string): StatementMonth {
  return monthAt(Date.parse(`${name}-15T12:00:00Z`), timeZone);
}

/** The first instants of the days of a month, in order. */
export function daysOf({ fromMs, toMs, timeZone }: StatementMonth): number[] {
  const starts: number[] = [];
  for (let atMs = fromMs; atMs < toMs;) {
    starts.push(atMs);
    atMs = windowAt('day', timeZone, atMs).endMs ?? toMs;
  }
  return starts;
}

/** The ids that entries of a period can have: from the first up to and without the second. */
export function idsOf({ fromMs, toMs }: LedgerPeriod): readonly [from: string, to: string] {
  return [leastEntryId(fromMs), leastEntryId(toMs)];
}
