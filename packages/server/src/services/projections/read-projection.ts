import {
  countDays,
  type DaySpend,
  forecastRest,
  measurePastErrors,
  type MonthSpan,
  type PartialDay,
  type PastErrors,
  projectLinear,
  windowAt,
} from '@cofferdam/core';
import type { Pool } from '../../store/connection.ts';
import type { ReportScope } from '../reports/report-period.ts';
import { dailySpend } from './daily-spend.ts';

/** What the end of a month is forecast to come to, in nano-USD; the bounds are null where too little is known. */
export interface MonthForecast {
  readonly monthEndNanoUsd: bigint;
  readonly lowNanoUsd: bigint | null;
  readonly highNanoUsd: bigint | null;
  /** Each day that is still to come, the first one as far as it is left. */
  readonly days: readonly { readonly startMs: number; readonly nanoUsd: bigint }[];
}

/** Where the month around an instant is going. Times are epoch milliseconds. */
export interface Projection {
  readonly asOfMs: number;
  readonly monthStartMs: number;
  readonly monthEndMs: number;
  readonly spentNanoUsd: bigint;
  /** Null where nothing of the period has passed yet. */
  readonly linearNanoUsd: bigint | null;
  readonly forecast: MonthForecast;
  readonly pastErrors: PastErrors;
  /** Every day of the period, those at zero included; the last one up to the instant. */
  readonly days: readonly DaySpend[];
}

export interface ProjectionRequest {
  /** What the daily average is taken over. */
  readonly scope: ReportScope;
  /** The instant that is looked from: the end of the period, or now where that is earlier. */
  readonly asOfMs: number;
  readonly timeZone: string;
}

/** Months before the present one that are looked at. */
const earlierMonths = 6;

interface Calendar {
  readonly asOfMs: number;
  readonly monthStartMs: number;
  readonly monthEndMs: number;
  readonly historyFromMs: number;
}

/** The month of the last instant of the period: looked at from its very end, a month is still that month. */
function calendarOf({ scope, timeZone, asOfMs }: ProjectionRequest): Calendar {
  const { startMs: monthStartMs, endMs } = windowAt('month', timeZone, scope.toMs - 1);
  let historyFromMs = monthStartMs;
  for (let month = 0; month < earlierMonths; month += 1)
    historyFromMs = windowAt('month', timeZone, historyFromMs - 1).startMs;
  const monthEndMs = endMs ?? scope.toMs;
  return { asOfMs, monthStartMs, monthEndMs, historyFromMs: Math.min(historyFromMs, scope.fromMs) };
}

function sumBetween(days: readonly DaySpend[], fromMs: number, toMs: number): bigint {
  return days.reduce((sum, day) => (day.startMs >= fromMs && day.startMs < toMs ? sum + day.nanoUsd : sum), 0n);
}

/** Days from the first on which anything was spent: before that there was nothing to learn from. */
function sinceFirstSpend(days: readonly DaySpend[]): readonly DaySpend[] {
  const first = days.findIndex(({ nanoUsd }) => nanoUsd !== 0n);
  return first === -1 ? [] : days.slice(first);
}

/** The whole months among the days, by their indexes. */
function wholeMonths(days: readonly DaySpend[], timeZone: string, untilMs: number): MonthSpan[] {
  const months: MonthSpan[] = [];
  for (const [from, { startMs }] of days.entries()) {
    const month = windowAt('month', timeZone, startMs);
    if (month.startMs !== startMs || month.endMs === null || month.endMs > untilMs) continue;
    const to = days.findIndex((day) => day.startMs === month.endMs);
    if (to > from) months.push({ from, to });
    else if (days.at(-1)?.endMs === month.endMs) months.push({ from, to: days.length });
  }
  return months;
}

function upTo(days: readonly DaySpend[], asOfMs: number): { whole: readonly DaySpend[]; today: PartialDay | null } {
  const whole = days.filter(({ endMs }) => endMs <= asOfMs);
  const today = days[whole.length];
  if (today === undefined || today.startMs >= asOfMs) return { whole, today: null };
  const share = (asOfMs - today.startMs) / (today.endMs - today.startMs);
  return { whole, today: { value: Number(today.nanoUsd), share } };
}

/** Days of the month that begin after the instant; the day around it is not among them. */
function daysAhead({ asOfMs, monthEndMs }: Calendar, timeZone: string): { startMs: number; endMs: number }[] {
  const days: { startMs: number; endMs: number }[] = [];
  for (let startMs = asOfMs; startMs < monthEndMs;) {
    const day = windowAt('day', timeZone, startMs);
    const endMs = day.endMs ?? monthEndMs;
    days.push({ startMs: day.startMs, endMs });
    startMs = endMs;
  }
  return days;
}

function rounded(nanoUsd: number): bigint {
  return BigInt(Math.round(nanoUsd));
}

function forecastOf(
  known: ReturnType<typeof upTo>,
  ahead: readonly { readonly startMs: number }[],
  { asOfMs }: Calendar,
  spentNanoUsd: bigint,
): MonthForecast {
  if (ahead.length === 0) {
    return { monthEndNanoUsd: spentNanoUsd, lowNanoUsd: spentNanoUsd, highNanoUsd: spentNanoUsd, days: [] };
  }
  const history = known.whole.map(({ nanoUsd }) => Number(nanoUsd));
  const daysAfterToday = ahead.filter(({ startMs }) => startMs >= asOfMs).length - (known.today === null ? 1 : 0);
  const { rest, low, high, days } = forecastRest({ history, today: known.today, daysAfterToday });
  const endOf = (amount: number | null): bigint | null => (amount === null ? null : spentNanoUsd + rounded(amount));
  return {
    monthEndNanoUsd: spentNanoUsd + rounded(rest),
    lowNanoUsd: endOf(low),
    highNanoUsd: endOf(high),
    days: ahead.map(({ startMs }, index) => ({ startMs, nanoUsd: rounded(days[index] ?? 0) })),
  };
}

/**
 * Projects the month in which a period ends: by the daily average of the period, and by level and weekday, with the error
 * that both had in earlier months. What is exact is in integers; the forecast and the errors are statistics.
 */
export async function readProjection(pool: Pool, request: ProjectionRequest): Promise<Projection> {
  const { scope, timeZone } = request;
  const calendar = calendarOf(request);
  const { asOfMs, monthStartMs, monthEndMs, historyFromMs } = calendar;
  const days = await dailySpend(pool, { ...scope, fromMs: historyFromMs }, timeZone);
  const period = scope.fromMs === historyFromMs ? days : await dailySpend(pool, scope, timeZone);
  const spentNanoUsd = sumBetween(days, monthStartMs, monthEndMs);
  const ahead = daysAhead(calendar, timeZone);
  const learned = sinceFirstSpend(days);
  const known = upTo(learned, asOfMs);
  const history = known.whole.map(({ nanoUsd }) => Number(nanoUsd));
  const daysPassed = days.filter(({ startMs, endMs }) => startMs >= monthStartMs && endMs <= asOfMs).length;
  return {
    asOfMs,
    monthStartMs,
    monthEndMs,
    spentNanoUsd,
    linearNanoUsd: projectLinear({
      spentNanoUsd,
      base: {
        nanoUsd: period.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n),
        days: countDays(period, scope.fromMs, asOfMs),
      },
      daysLeft: countDays(ahead, asOfMs, monthEndMs),
    }),
    forecast: forecastOf(known, ahead, calendar, spentNanoUsd),
    pastErrors: measurePastErrors(history, wholeMonths(known.whole, timeZone, monthStartMs), daysPassed),
    days: period,
  };
}
