import type { WindowKind } from './window-kind.ts';

export type CalendarKind = Extract<WindowKind, 'day' | 'week' | 'month' | 'quarter' | 'year'>;

const MONTHS: Record<Exclude<CalendarKind, 'day' | 'week'>, number> = { month: 1, quarter: 3, year: 12 };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The midnight that begins the calendar period around a wall time. Weeks begin on Monday. */
export function periodStartMs(kind: CalendarKind, wallMs: number): number {
  const midnightMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
  if (kind === 'day') return midnightMs;
  const date = new Date(midnightMs);
  if (kind === 'week') return midnightMs - ((date.getUTCDay() + 6) % 7) * DAY_MS;
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month - (month % MONTHS[kind]));
}

/** The midnight that begins the period after the one that begins at `startWallMs`. */
export function nextPeriodStartMs(kind: CalendarKind, startWallMs: number): number {
  if (kind === 'day') return startWallMs + DAY_MS;
  if (kind === 'week') return startWallMs + 7 * DAY_MS;
  const date = new Date(startWallMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + MONTHS[kind]);
}
