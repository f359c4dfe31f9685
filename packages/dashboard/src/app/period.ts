/** What a page is about, in the address: a link shows the same page to somebody else. Kept from page to page. */
export interface PeriodSearch {
  /** The last so many days, today included, or one of the calendar's months. */
  readonly period?: Period | undefined;
  /** Days of one's own choice instead, YYYY-MM-DD, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Left out: what comes before the period is shown beside it. */
  readonly compare?: 'none' | undefined;
  readonly zone?: string | undefined;
}

export const periods = ['today', '7d', '30d', '90d', 'month', 'last-month'] as const;
export type Period = (typeof periods)[number];

export const periodNames: Readonly<Record<Period, string>> = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  'last-month': 'Last month',
};

export const defaultPeriod: Period = '30d';
/** What stays in the address when one goes to another page. */
export const keptSearch = ['period', 'from', 'to', 'compare', 'zone'] as const;

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Reads it from an address that somebody may have written by hand: what makes no sense is left out. */
export function readPeriodSearch({ period, from, to, compare, zone }: Record<string, unknown>): PeriodSearch {
  const isOwn = isDay(from) && isDay(to) && from <= to;
  return {
    ...(!isOwn && periods.includes(period as Period) ? { period: period as Period } : {}),
    ...(isOwn ? { from, to } : {}),
    ...(compare === 'none' ? { compare } : {}),
    ...(typeof zone === 'string' && isZone(zone) ? { zone } : {}),
  };
}

/** The zone of the page: as the address has it, or that of whoever looks. */
export function zoneOf({ zone }: PeriodSearch): string {
  return zone ?? ownZone;
}

export function dayIn(timeMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    timeMs,
  );
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const daysOf = { today: 0, '7d': 6, '30d': 29, '90d': 89 } as const;

/** A period as reports take it: dates in the zone. Without `to` the end is now; `to` is left out of the period. */
export interface PeriodQuery {
  readonly from: string;
  readonly to?: string;
  readonly timezone: string;
}

export function periodQuery(search: PeriodSearch, nowMs: number): PeriodQuery {
  const timezone = zoneOf(search);
  const today = dayIn(nowMs, timezone);
  if (search.from !== undefined && search.to !== undefined) {
    const end = daysAfter(search.to, 1);
    return { from: search.from, ...(end > today ? {} : { to: end }), timezone };
  }
  const { period = defaultPeriod } = search;
  const monthStart = `${today.slice(0, 8)}01`;
  if (period === 'month') return { from: monthStart, timezone };
  if (period === 'last-month') return { from: `${daysAfter(monthStart, -1).slice(0, 8)}01`, to: monthStart, timezone };
  return { from: daysAfter(today, -daysOf[period]), timezone };
}

/** `Last 30 days`, `3 Nov – 17 Nov`: the period in words. */
export function periodText({ period = defaultPeriod, from, to }: PeriodSearch): string {
  if (from === undefined || to === undefined) return periodNames[period];
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
  return from === to ? day.format(Date.parse(from)) : day.formatRange(Date.parse(from), Date.parse(to));
}
