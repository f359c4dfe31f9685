import { divideHalfUp, divideUp } from '../money/index.ts';
import type { WindowKind } from '../windows/index.ts';

/** Windows that are long enough for a pace to be told, and that end. */
export const projectedWindows: readonly WindowKind[] = ['day', 'week', 'month', 'quarter', 'year'];

/** A window of a budget that is under way. Times are epoch milliseconds. */
export interface WindowUnderWay {
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
}

const weekMs = 7 * 86_400_000;

/** Of a window a fifth must have passed, or a week of a long one: earlier its pace is an accident. */
export function isPaceKnown({ startMs, endMs, nowMs }: WindowUnderWay): boolean {
  return nowMs < endMs && nowMs - startMs >= Math.min((endMs - startMs) / 5, weekMs);
}

/** Where the recent part of a window begins: its last third, of a long window the last week. */
export function recentFromMs({ startMs, nowMs }: WindowUnderWay): number {
  return nowMs - Math.min(Math.floor((nowMs - startMs) / 3), weekMs);
}

/** Charges that the recent part must have: a few dear ones are no pace. */
export const leastRecentCharges = 10;

export interface Pace {
  /** In the budget's unit, like the limit. */
  readonly spent: bigint;
  readonly limit: bigint;
  /** What was spent since `recentFromMs`. */
  readonly recent: bigint;
}

export interface Overrun {
  /** What will have been spent at the end of the window, rounded half up. */
  readonly projected: bigint;
  /** When the limit is passed at this pace; null where it is not, or is already. */
  readonly crossesAtMs: number | null;
}

/**
 * Carries a window on to its end, at the slower of two paces: that of the window so far, and that of its recent part. So
 * a burst that is over carries nothing past a limit, and neither does one that has just begun.
 */
export function projectWindow(window: WindowUnderWay, { spent, limit, recent }: Pace): Overrun {
  const { startMs, endMs, nowMs } = window;
  const elapsedMs = BigInt(nowMs - startMs);
  const recentMs = BigInt(nowMs - recentFromMs(window));
  if (elapsedMs === 0n || recentMs === 0n) return { projected: spent, crossesAtMs: null };
  const isSlowing = recent * elapsedMs < spent * recentMs;
  const [amount, overMs] = isSlowing ? [recent, recentMs] : [spent, elapsedMs];
  if (amount <= 0n) return { projected: spent, crossesAtMs: null };
  const projected = spent + divideHalfUp(amount * BigInt(endMs - nowMs), overMs);
  const isCrossing = spent < limit && projected > limit;
  return { projected, crossesAtMs: isCrossing ? nowMs + Number(divideUp((limit - spent) * overMs, amount)) : null };
}
