import type { Restraint } from '../actions/restraint.ts';
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
  /** The reservation of the last call that took the allowance; null while nobody did, and after it was given back. */
  woundDownBy: string | null;
  /** The actions that it has brought about; null while there are none. */
  restraint: Restraint | null;
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
  /** Another limit is another version of it; a run's cap never changes. */
  readonly version: number;
  readonly hard: boolean;
  readonly allowFree: boolean;
  /** The part of the amount that is kept for a last call. */
  readonly windDown: bigint;
  readonly window: Budget['window'];
  readonly timeZone: string;
}

const ppm = 1_000_000n;

/** The allowance for a last call, rounded down; a limit that refuses nobody needs none. */
function windDownOf({ windDownPpm, enforcement, unit, limit }: Budget): bigint {
  if (windDownPpm === null || enforcement !== 'hard' || unit !== 'usd') return 0n;
  return (limit * BigInt(windDownPpm)) / ppm;
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
    version: budget.limitVersion,
    hard: budget.enforcement === 'hard',
    allowFree: budget.allowFree,
    windDown: windDownOf(budget),
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
    version: 0,
    hard: true,
    allowFree: false,
    windDown: 0n,
    window: 'run',
    timeZone: 'UTC',
  };
}

type Counted = Pick<Counter, 'spent' | 'reserved' | 'woundDownBy'>;

/** What is left for calls that are not the last one; below zero where true cost passed the limit. */
export function availableOf(limit: Limit, { spent, reserved }: Pick<Counter, 'spent' | 'reserved'>): bigint {
  return limit.amount - limit.windDown - spent - reserved;
}

/** What a last call may still use: nothing where the limit keeps none, or somebody's last call took it. */
export function windDownAvailableOf(limit: Limit, { spent, reserved, woundDownBy }: Counted): bigint {
  const left = limit.amount - spent - reserved;
  return limit.windDown === 0n || woundDownBy !== null || left < 0n ? 0n : left;
}
