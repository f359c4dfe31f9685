/** One local day of an org's history, with what was spent in it in nano-USD. Days follow each other without a gap. */
export interface DaySpend {
  readonly startMs: number;
  readonly endMs: number;
  readonly nanoUsd: bigint;
}

/** A positive share of days, exact. */
export interface DayCount {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

type Span = Pick<DaySpend, 'startMs' | 'endMs'>;

/**
 * How many days lie between two instants, a day that is only partly between them counting by the share of its time that
 * is. A day of 23 or 25 hours is one day, like any other.
 */
export function countDays(days: readonly Span[], fromMs: number, toMs: number): DayCount {
  let [numerator, denominator] = [0n, 1n];
  for (const { startMs, endMs } of days) {
    const overlapMs = Math.min(endMs, toMs) - Math.max(startMs, fromMs);
    if (overlapMs <= 0) continue;
    const lengthMs = endMs - startMs;
    if (overlapMs === lengthMs) numerator += denominator;
    else {
      numerator = numerator * BigInt(lengthMs) + BigInt(overlapMs) * denominator;
      denominator *= BigInt(lengthMs);
    }
  }
  return { numerator, denominator };
}
