import type { DailyHours, PricePeriod } from '@cofferdam/core';
import type { ConditionalPrice, ModelInfo } from '@pydantic/genai-prices';
import { convertTerms, type ModelRef } from './convert-terms.ts';
import { withModelTiers } from './model-tiers.ts';
import type { SeedNote } from './seed-report.ts';

/** Converts the prices of one model: one period, or a list of dated ones of which the last that holds counts. */
export function convertPeriods(ref: ModelRef, prices: ModelInfo['prices'], notes: SeedNote[]): PricePeriod[] {
  const listed: ConditionalPrice[] = Array.isArray(prices) ? prices : [{ prices }];
  const latest = listed.findLastIndex(({ constraint }) => constraint?.type !== 'time_of_date');
  let from: string | null = null;
  return listed.map(({ constraint, prices: current }, position) => {
    const terms = convertTerms(ref, current, notes);
    if (constraint?.type === 'start_date') from = constraint.start_date;
    const daily = constraint?.type === 'time_of_date' ? readHours(constraint) : null;
    return {
      id: periodId(from, daily),
      fromMs: from === null ? null : Date.parse(from),
      // Hours that are listed after a date came with that date's price list, so they do not hold before it. The
      // catalogue has no way to say both, and notes so in its comments on the models concerned.
      daily,
      // The prices of tiers are today's; they say nothing about earlier periods.
      terms: position === latest ? withModelTiers(ref, terms) : terms,
    };
  });
}

function periodId(from: string | null, daily: DailyHours | null): string {
  const date = from ?? 'base';
  return daily === null ? date : `${date}T${clock(daily.startMs)}-${clock(daily.endMs)}`;
}

function clock(ofDayMs: number): string {
  return new Date(ofDayMs).toISOString().slice(11, 19);
}

function readHours({ start_time, end_time }: { start_time: string; end_time: string }): DailyHours {
  return { startMs: readTime(start_time), endMs: readTime(end_time) };
}

function readTime(text: string): number {
  const timeMs = /^\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(`1970-01-01T${text}`) : Number.NaN;
  if (Number.isNaN(timeMs)) throw new Error(`The catalogue has a time of day that is not in UTC: ${text}`);
  return timeMs;
}
