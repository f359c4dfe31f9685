import type { Budget, Per, Unit } from './budget.ts';

/** The budget id under which a run's own `limit_usd` keeps its counter: it is a counter without a budget. */
export const runCapId = '00000000-0000-0000-0000-000000000000';

/**
 * The state of a budget for one subject and one window. `spent` and `reserved` are in the budget's unit.
 * `spent` may pass the limit, since true cost is always booked; `reserved` is the sum over the open reservations.
 */
export interface Counter {
  readonly budgetId: string;
  readonly subject: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number | null;
  spent: bigint;
  reserved: bigint;
}

export function counterKey(budgetId: string, subject: string, windowStartMs: number): string {
  return `${budgetId} ${windowStartMs} ${subject}`;
}

/** What admission needs to know of the limit behind a counter, whether a budget or a run's own cap sets it. */
export interface Limit {
  readonly id: string;
  readonly name: string;
  readonly per: Per;
  readonly unit: Unit;
  readonly amount: bigint;
  readonly hard: boolean;
  readonly allowFree: boolean;
  readonly window: Budget['window'];
  readonly timeZone: string;
}

// Every charge asks for the limits of all its budgets, and a budget never changes: a change makes a new one.
const limits = new WeakMap<Budget, Limit>();

export function limitOfBudget(budget: Budget): Limit {
  const known = limits.get(budget);
  if (known !== undefined) return known;
  const limit: Limit = {
    id: budget.id,
    name: budget.name,
    per: budget.per,
    unit: budget.unit,
    amount: budget.limit,
    hard: budget.enforcement === 'hard',
    allowFree: budget.allowFree,
    window: budget.window,
    timeZone: budget.timeZone,
  };
  limits.set(budget, limit);
  return limit;
}

export function limitOfRun(run: string, limitNanoUsd: bigint): Limit {
  return {
    id: runCapId,
    name: `cap of run ${run}`,
    per: 'run',
    unit: 'usd',
    amount: limitNanoUsd,
    hard: true,
    allowFree: false,
    window: 'run',
    timeZone: 'UTC',
  };
}
