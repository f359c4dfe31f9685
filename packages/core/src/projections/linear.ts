import { divideHalfUp } from '../money/index.ts';
import type { DayCount } from './days.ts';

export interface LinearInput {
  /** Spent in the month so far. */
  readonly spentNanoUsd: bigint;
  /** What the daily average is taken over: what was spent in it, and how many days it has. */
  readonly base: { readonly nanoUsd: bigint; readonly days: DayCount };
  readonly daysLeft: DayCount;
}

/**
 * What was spent, and the daily average for each day that is left. Where the average is that of the month so far, this is
 * the daily average times the days of the month. In nano-USD, rounded once, half up; null where no time has passed yet.
 */
export function projectLinear({ spentNanoUsd, base, daysLeft }: LinearInput): bigint | null {
  if (base.days.numerator === 0n) return null;
  const dividend = base.nanoUsd * base.days.denominator * daysLeft.numerator;
  return spentNanoUsd + divideHalfUp(dividend, base.days.numerator * daysLeft.denominator);
}
