import { type Budget, type Counter, windowAt } from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';
import { sumReserved, sumSpent } from '../budgets/seed.ts';

/** What a budget would count, for one subject, in the window that is open. */
export type CountedNow = Pick<
  Counter,
  'subject' | 'windowStartMs' | 'windowEndMs' | 'spent' | 'reserved' | 'woundDownBy'
>;

/** What a budget would count if it were made now. */
export interface CountersNow {
  readonly subjects: number;
  /** How many of them have nothing left. */
  readonly passed: number;
  /** Those nearest to the limit first. */
  readonly counters: readonly CountedNow[];
}

/** Longer lists are for a query language. */
const maxCounters = 50;

const none: CountersNow = { subjects: 0, passed: 0, counters: [] };

function byUse(one: CountedNow, other: CountedNow): number {
  const [a, b] = [one.spent + one.reserved, other.spent + other.reserved];
  if (a !== b) return a > b ? -1 : 1;
  return one.subject < other.subject ? -1 : 1;
}

/** The counters that a budget would begin with, by the same sums as when one is made. Runs begin with their own. */
export async function countersNow(tx: Transaction, orgId: string, budget: Budget, nowMs: number): Promise<CountersNow> {
  if (budget.window === 'run') return none;
  const window = windowAt(budget.window, budget.timeZone, nowMs);
  const { startMs: windowStartMs, endMs: windowEndMs } = window;
  const fromMs = windowEndMs === null ? null : windowStartMs;
  const found = new Map<string, CountedNow>();
  const empty = { windowStartMs, windowEndMs, spent: 0n, reserved: 0n, woundDownBy: null };
  for (const { subject, amount } of await sumSpent(tx, orgId, budget, { fromMs, toMs: windowEndMs ?? nowMs + 1 }))
    found.set(subject, { ...empty, subject, spent: amount });
  for (const { subject, amount } of await sumReserved(tx, orgId, budget, window))
    found.set(subject, { ...empty, ...found.get(subject), subject, reserved: amount });
  const counters = [...found.values()].toSorted(byUse);
  const passed = counters.filter(({ spent, reserved }) => spent + reserved >= budget.limit).length;
  return { subjects: counters.length, passed, counters: counters.slice(0, maxCounters) };
}
