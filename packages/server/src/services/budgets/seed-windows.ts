import { type Budget, maxFutureMs, type Window, windowAt } from '@cofferdam/core';

/** What decides which windows a budget counts in. */
export type Windowed = Pick<Budget, 'window' | 'timeZone' | 'unit'>;

/** Usage may be dated ahead by `maxFutureMs` on the clock of its node, which may itself be as much ahead of the lane's. */
const reachMs = 2 * maxFutureMs;

/**
 * The windows that a budget made at `timeMs` counts in from the start: the one around it, and those after it that usage
 * may already be dated into. They depend on the first window alone, so two times in the same window give the same list.
 */
export function windowsFrom(budget: Windowed, timeMs: number): readonly Window[] {
  if (budget.unit === 'concurrent') return [{ startMs: 0, endMs: null }];
  const first = windowAt(budget.window, budget.timeZone, timeMs);
  const windows = [first];
  if (first.endMs === null) return windows;
  let endMs = first.endMs;
  while (endMs < first.endMs + reachMs) {
    const next = windowAt(budget.window, budget.timeZone, endMs);
    if (next.endMs === null) break;
    windows.push(next);
    endMs = next.endMs;
  }
  return windows;
}
