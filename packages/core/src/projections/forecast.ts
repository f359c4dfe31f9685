import { daysOfPattern, fitWeeklyPattern, type PartialDay, sumAhead } from './weekly-pattern.ts';

export interface ForecastInput {
  /** Whole days in nano-USD, oldest first, up to the one before today. */
  readonly history: readonly number[];
  readonly today: PartialDay | null;
  /** Days of the month after today. */
  readonly daysAfterToday: number;
}

/** What is still to be spent in nano-USD, with the bounds of 80 % of past errors; null where too few are known. */
export interface Forecast {
  readonly rest: number;
  readonly low: number | null;
  readonly high: number | null;
  /** The same day by day: what is left of today, and each day after it. */
  readonly days: readonly number[];
}

/** Earlier forecasts over as many days that must have come true or not before their spread says anything. */
const leastErrors = 10;
const mostErrors = 180;

/** Before a fortnight has passed there is no pattern whose error could be told. */
const firstOrigin = 14;

const lowShare = 0.1;
const highShare = 0.9;

/** Linear between the two nearest. */
function quantileOf(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const lower = sorted[below] ?? 0;
  return lower + ((sorted[below + 1] ?? lower) - lower) * (position - below);
}

/** What came to what was forecast, for every earlier day from which as many days ahead are known by now. */
function pastRatios(history: readonly number[], horizon: number): number[] {
  const ratios: number[] = [];
  const last = history.length - horizon;
  for (let origin = Math.max(firstOrigin, last - mostErrors + 1); origin <= last; origin += 1) {
    const predicted = sumAhead(fitWeeklyPattern(history.slice(0, origin), null), origin, 1, horizon - 1);
    if (predicted <= 0) continue;
    const actual = history.slice(origin, origin + horizon).reduce((sum, value) => sum + value, 0);
    ratios.push(actual / predicted);
  }
  return ratios.toSorted((a, b) => a - b);
}

/** Forecasts what is left of a month by level and weekday. Statistics, in floating point: nothing of it is booked. */
export function forecastRest({ history, today, daysAfterToday }: ForecastInput): Forecast {
  const shareLeft = 1 - (today?.share ?? 0);
  const pattern = fitWeeklyPattern(history, today);
  const rest = sumAhead(pattern, history.length, shareLeft, daysAfterToday);
  const days = daysOfPattern(pattern, history.length, shareLeft, daysAfterToday);
  const horizon = Math.max(1, Math.round(daysAfterToday + shareLeft));
  const ratios = pastRatios(history, horizon);
  if (ratios.length < leastErrors) return { rest, low: null, high: null, days };
  const low = Math.min(1, quantileOf(ratios, lowShare));
  const high = Math.max(1, quantileOf(ratios, highShare));
  return { rest, low: rest * low, high: rest * high, days };
}
