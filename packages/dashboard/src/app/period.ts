/** What a page is about, in the address: a link shows the same page to somebody else. */
export interface PeriodSearch {
  /** The last so many days, today included, or one of the calendar's months. */
  readonly period?: Period;
  readonly zone?: string;
}

export const periods = ['today', '7d', '30d', '90d', 'month'] as const;
export type Period = (typeof periods)[number];

export const periodNames: Readonly<Record<Period, string>> = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
};

export const defaultPeriod: Period = '30d';

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Reads it from an address that somebody may have written by hand: what makes no sense is left out. */
export function readPeriodSearch({ period, zone }: Record<string, unknown>): PeriodSearch {
  return {
    ...(periods.includes(period as Period) ? { period: period as Period } : {}),
    ...(typeof zone === 'string' && isZone(zone) ? { zone } : {}),
  };
}

/** The zone of the page: as the address has it, or that of whoever looks. */
export function zoneOf({ zone }: PeriodSearch): string {
  return zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function dateIn(timeMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    timeMs,
  );
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

const daysOf = { today: 0, '7d': 6, '30d': 29, '90d': 89 } as const;

/** The period as reports take it: dates in the zone; the end is now, which is left out. */
export function periodQuery(search: PeriodSearch, nowMs: number): { readonly from: string; readonly timezone: string } {
  const timezone = zoneOf(search);
  const today = dateIn(nowMs, timezone);
  const { period = defaultPeriod } = search;
  const from = period === 'month' ? `${today.slice(0, 8)}01` : daysBefore(today, daysOf[period]);
  return { from, timezone };
}
