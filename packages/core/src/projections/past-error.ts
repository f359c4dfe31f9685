import { fitWeeklyPattern, medianOf, sumAhead } from './weekly-pattern.ts';

/** A whole month of the history: the indexes of its first day and of the first day after it. */
export interface MonthSpan {
  readonly from: number;
  readonly to: number;
}

/** How far predictions of earlier months were from what came, as shares of what came (0.1 is 10 %). */
export interface PastError {
  readonly predictions: number;
  readonly mean: number;
  readonly median: number;
}

/** Of predictions made after each day of a month, and of those made as far into it as today is. */
export interface MethodError {
  readonly all: PastError | null;
  readonly sameDay: PastError | null;
}

export interface PastErrors {
  readonly months: number;
  readonly linear: MethodError;
  readonly forecast: MethodError;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

type Predict = (history: readonly number[], month: MonthSpan, daysPassed: number) => number;

const predictLinear: Predict = (history, { from, to }, daysPassed) =>
  (sumOf(history.slice(from, from + daysPassed)) / daysPassed) * (to - from);

const predictByPattern: Predict = (history, { from, to }, daysPassed) => {
  const origin = from + daysPassed;
  const spent = sumOf(history.slice(from, origin));
  return spent + sumAhead(fitWeeklyPattern(history.slice(0, origin), null), origin, 1, to - origin - 1);
};

function summaryOf(errors: readonly number[]): PastError | null {
  if (errors.length === 0) return null;
  return { predictions: errors.length, mean: sumOf(errors) / errors.length, median: medianOf(errors) };
}

interface Origin {
  readonly month: MonthSpan;
  readonly daysPassed: number;
}

function errorOf(history: readonly number[], origins: readonly Origin[], predict: Predict, today: number): MethodError {
  const errors = origins.map(({ month, daysPassed }) => {
    const actual = sumOf(history.slice(month.from, month.to));
    return { daysPassed, error: Math.abs(predict(history, month, daysPassed) - actual) / actual };
  });
  const sameDay = errors.filter(({ daysPassed }) => daysPassed === today);
  return { all: summaryOf(errors.map(({ error }) => error)), sameDay: summaryOf(sameDay.map(({ error }) => error)) };
}

/**
 * The error of both methods on an org's own history (rolling origin): after each day of each earlier month its total is
 * predicted from nothing but the days before, and compared with what came. Months in which nothing was spent are left
 * out. `daysPassed` is how many whole days of the present month have passed.
 */
export function measurePastErrors(
  history: readonly number[],
  months: readonly MonthSpan[],
  daysPassed: number,
): PastErrors {
  const spent = months.filter(({ from, to }) => sumOf(history.slice(from, to)) > 0);
  const origins = spent.flatMap((month) =>
    Array.from({ length: month.to - month.from - 1 }, (_, index) => ({ month, daysPassed: index + 1 })),
  );
  return {
    months: spent.length,
    linear: errorOf(history, origins, predictLinear, daysPassed),
    forecast: errorOf(history, origins, predictByPattern, daysPassed),
  };
}
