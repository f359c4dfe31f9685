import type { Budget } from '../budgets/budget.ts';
import { counterKey, limitOfBudget, limitOfRun, runCapId, type Counter, type Limit } from '../budgets/counter.ts';
import { matches, subjectsOf, type Dimensions } from '../budgets/dimensions.ts';
import { windowAt, type Window } from '../windows/index.ts';
import type { LedgerState, Runs } from './state.ts';

/** What a charge or a reservation is counted by. */
export interface Charged {
  readonly dimensions: Dimensions;
  readonly run: string;
  readonly runPath: readonly string[];
  /** The time that picks the windows. */
  readonly budgetTimeMs: number;
}

export interface LegSources {
  readonly budgets: readonly Budget[];
  readonly runs: Runs;
}

/** One counter that a charge touches, with the limit behind it. */
export interface Leg {
  readonly limit: Limit;
  readonly key: string;
  readonly subject: string;
  readonly window: Window;
}

const forever: Window = { startMs: 0, endMs: null };

/** Closed minute and hour counters are derivable; after this long they are deleted and not made again. */
export const counterRetentionMs = 48 * 3_600_000;

/** The window of a budget that counts `timeMs`, or null where the budget does not reach back that far. */
export function budgetWindow(budget: Budget, timeMs: number): Window | null {
  if (budget.unit === 'concurrent') return forever;
  const window = windowAt(budget.window, budget.timeZone, timeMs);
  return window.startMs < budget.countsFromMs ? null : window;
}

/** Whether a closed window is past the time for which its counters are kept. */
export function isRetired(budgetWindowKind: Budget['window'], window: Window, nowMs: number): boolean {
  if (budgetWindowKind !== 'minute' && budgetWindowKind !== 'hour') return false;
  return window.endMs !== null && nowMs - window.endMs > counterRetentionMs;
}

/**
 * Every counter that a charge touches: one for each budget that matches and each subject in it, and one for each
 * capped run on the path. It is a pure function of the charge and the org's budgets, so that a reservation and its
 * settle, a recount and a new budget's seed all agree.
 */
export function legsOf(state: LegSources, charged: Charged): Leg[] {
  const legs: Leg[] = [];
  for (const run of charged.runPath) {
    const limitNanoUsd = state.runs.get(run)?.limitNanoUsd;
    if (limitNanoUsd === undefined || limitNanoUsd === null) continue;
    legs.push({
      limit: limitOfRun(run, limitNanoUsd),
      key: counterKey(runCapId, run, 0),
      subject: run,
      window: forever,
    });
  }
  for (const budget of state.budgets) {
    if (!matches(budget, charged.dimensions)) continue;
    const window = budgetWindow(budget, charged.budgetTimeMs);
    if (window === null) continue;
    const limit = limitOfBudget(budget);
    for (const subject of subjectsOf(budget, charged.dimensions, charged.runPath)) {
      legs.push({ limit, key: counterKey(budget.id, subject, window.startMs), subject, window });
    }
  }
  return legs;
}

/** The counter of a leg as it stands, at zero where it does not exist yet. */
export function counterOf(state: Pick<LedgerState, 'counters'>, leg: Leg): Counter {
  return state.counters.get(leg.key) ?? emptyCounter(leg);
}

export function emptyCounter(leg: Leg): Counter {
  return {
    budgetId: leg.limit.id,
    subject: leg.subject,
    windowStartMs: leg.window.startMs,
    windowEndMs: leg.window.endMs,
    spent: 0n,
    reserved: 0n,
    woundDownBy: null,
    restraint: null,
  };
}
