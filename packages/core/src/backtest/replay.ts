import type { Budget, Unit } from '../budgets/budget.ts';
import { type Counter, counterKey, limitOfBudget } from '../budgets/counter.ts';
import { type Dimensions, matches, subjectsOf } from '../budgets/dimensions.ts';
import { hasRoom, type Need } from '../ledger/admit.ts';
import { budgetWindow, emptyCounter, type Leg } from '../ledger/legs.ts';
import type { Window } from '../windows/index.ts';

/** A call of the past: what was asked for together, and would have been refused together. */
export interface PastCall {
  readonly dimensions: Dimensions;
  /** The run with all above it, the nearest first. */
  readonly runPath: readonly string[];
  readonly budgetTimeMs: number;
  /** What it cost; what has no price counts as nothing. */
  readonly costNanoUsd: bigint;
  readonly tokens: bigint;
  readonly requests: bigint;
}

/** A counter that a call touched, or would have. */
export interface Touched {
  /** The budget's position in the list. */
  readonly index: number;
  readonly leg: Leg;
  readonly counter: Counter;
}

export interface ReplayedCall {
  /** The counters that would have refused it; none where it passes. */
  readonly refusedBy: readonly Touched[];
  /** The counters that it was added to: none where anything refused it. */
  readonly counted: readonly Touched[];
}

export interface Replay {
  /** Starts a counter with what was spent in its window before the first call. */
  seed(index: number, subject: string, window: Window, spent: bigint): void;
  /** Decides one call, in the order of `budgetTimeMs`. */
  call(call: PastCall): ReplayedCall;
}

const nothing: readonly Touched[] = [];

function amountOf({ costNanoUsd, tokens, requests }: PastCall, unit: Unit): bigint {
  if (unit === 'usd') return costNanoUsd;
  if (unit === 'tokens') return tokens;
  return unit === 'requests' ? requests : 0n;
}

/** Money that came back, or a part of a call that was decided before, is booked and asks for nothing. */
function asks({ costNanoUsd, requests }: PastCall): boolean {
  return requests > 0n && costNanoUsd >= 0n;
}

/**
 * Replays past calls against budgets that did not exist, by the ledger's own rules: the same windows, subjects, matches
 * and admission. A call that any hard budget refuses is counted by none. Calls come in the order of their time, so of each
 * subject only the present window is kept.
 */
export function createReplay(budgets: readonly Budget[]): Replay {
  const present = budgets.map(() => new Map<string, Touched>());

  function place(index: number, subject: string, window: Window, spent: bigint): Touched {
    const budget = budgets[index]!;
    const key = counterKey(budget.id, subject, window.startMs);
    const leg = { limit: limitOfBudget(budget), key, subject, window };
    const touched = { index, leg, counter: { ...emptyCounter(leg), spent } };
    present[index]!.set(subject, touched);
    return touched;
  }

  /** Windows follow each other: what a subject counted in an earlier one is over. */
  function counterOf(index: number, subject: string, timeMs: number): Touched | null {
    const known = present[index]!.get(subject);
    if (known !== undefined && (known.leg.window.endMs === null || timeMs < known.leg.window.endMs)) return known;
    const window = budgetWindow(budgets[index]!, timeMs);
    return window === null ? null : place(index, subject, window, 0n);
  }

  function touchedBy({ dimensions, runPath, budgetTimeMs }: PastCall): Touched[] {
    const all: Touched[] = [];
    for (const [index, budget] of budgets.entries()) {
      if (!matches(budget, dimensions)) continue;
      for (const subject of subjectsOf(budget, dimensions, runPath)) {
        const touched = counterOf(index, subject, budgetTimeMs);
        if (touched !== null) all.push(touched);
      }
    }
    return all;
  }

  return {
    seed(index, subject, window, spent) {
      place(index, subject, window, spent);
    },
    call(call) {
      const touched = touchedBy(call);
      const need: Need = { usd: call.costNanoUsd, tokens: call.tokens, requests: 1n, concurrent: 0n };
      const refusedBy = asks(call) ? touched.filter(({ leg, counter }) => !hasRoom(leg.limit, counter, need)) : nothing;
      if (refusedBy.length > 0) return { refusedBy, counted: nothing };
      for (const { leg, counter } of touched) counter.spent += amountOf(call, leg.limit.unit);
      return { refusedBy, counted: touched };
    },
  };
}
