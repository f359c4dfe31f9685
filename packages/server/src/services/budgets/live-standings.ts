import type { Budget, Counter } from '@cofferdam/core';
import { type BudgetRow, budgetOf } from '../../store/config/load-config.ts';
import type { Queryable } from '../../store/connection.ts';
import { counterOfRow, type CounterRow } from '../../store/lane/counter-row.ts';
import { statements as restrictionStatements } from '../restrictions/statements.ts';
import { statements } from './statements.ts';

/** A budget and where it stands in the window that is open. */
export interface LiveStanding {
  readonly budget: Budget;
  /** The subject that is nearest to the limit; null where nothing is counted yet. */
  readonly nearest: Counter | null;
  readonly subjects: number;
  /** How many restrictions of it hold somebody. */
  readonly restrictions: number;
}

export type StandingOrder = 'nearest' | 'name' | 'newest';

/** Which budgets are asked for; null for any. */
export interface StandingSearch {
  readonly order: StandingOrder;
  /** A part of its name, in any case. */
  readonly name: string | null;
  readonly per: Budget['per'] | null;
  readonly window: Budget['window'] | null;
  readonly enforcement: Budget['enforcement'] | null;
  /** Somebody has used at least this part of it, in millionths. */
  readonly nearPpm: number | null;
  /** Whether it holds somebody. */
  readonly isRestricting: boolean | null;
}

function usedOf({ nearest }: LiveStanding): bigint {
  return nearest === null ? 0n : nearest.spent + nearest.reserved;
}

/** Of which more is used; a limit of nothing is always used up. Compared crosswise, so that nothing is divided. */
function byNearness(one: LiveStanding, other: LiveStanding): number {
  const isUp = Number(other.budget.limit === 0n) - Number(one.budget.limit === 0n);
  if (isUp !== 0) return isUp;
  const [a, b] = [usedOf(one) * other.budget.limit, usedOf(other) * one.budget.limit];
  if (a === b) return byName(one, other);
  return a > b ? -1 : 1;
}

function byName({ budget: one }: LiveStanding, { budget: other }: LiveStanding): number {
  return one.name < other.name ? -1 : 1;
}

function byAge({ budget: one }: LiveStanding, { budget: other }: LiveStanding): number {
  return one.id > other.id ? -1 : 1;
}

const orders = { nearest: byNearness, name: byName, newest: byAge } as const;

function fits(standing: LiveStanding, search: StandingSearch): boolean {
  const { budget, restrictions } = standing;
  const { name, per, window, enforcement, nearPpm, isRestricting } = search;
  return (
    (name === null || budget.name.toLowerCase().includes(name.toLowerCase())) &&
    (per === null || budget.per === per) &&
    (window === null || (budget.unit !== 'concurrent' && budget.window === window)) &&
    (enforcement === null || budget.enforcement === enforcement) &&
    (nearPpm === null || usedOf(standing) * 1_000_000n >= budget.limit * BigInt(nearPpm)) &&
    (isRestricting === null || isRestricting === restrictions > 0)
  );
}

/** Budgets of an org with where they stand at `nowMs`. An org has as many as its lane keeps in memory. */
export async function liveStandings(
  db: Queryable,
  orgId: string,
  search: StandingSearch,
  nowMs: number,
): Promise<LiveStanding[]> {
  const now = new Date(nowMs);
  const budgets = await db.query<BudgetRow>({ ...statements.allBudgets, values: [orgId] });
  const live = await db.query<CounterRow & { subjects: number }>({ ...statements.liveStandings, values: [orgId, now] });
  const counts = { ...restrictionStatements.countActive, values: [orgId, now] };
  const held = await db.query<{ budget_id: string; count: number }>(counts);
  const counters = new Map(live.rows.map((row) => [row.budget_id, row]));
  const restrictions = new Map(held.rows.map((row) => [row.budget_id, row.count]));
  return budgets.rows
    .map(budgetOf)
    .map((budget): LiveStanding => {
      const row = counters.get(budget.id);
      return {
        budget,
        nearest: row === undefined ? null : counterOfRow(row),
        subjects: row?.subjects ?? 0,
        restrictions: restrictions.get(budget.id) ?? 0,
      };
    })
    .filter((standing) => fits(standing, search))
    .toSorted(orders[search.order]);
}
