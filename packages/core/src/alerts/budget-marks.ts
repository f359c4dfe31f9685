import type { Budget } from '../budgets/budget.ts';

/** An amount at which an alert is due, in the budget's unit: the smallest that is at least the share of the limit. */
export interface Mark {
  readonly ppm: number;
  readonly amount: bigint;
}

export interface MarkedBudget {
  readonly budget: Budget;
  readonly marks: readonly Mark[];
}

const ppmOfAll = 1_000_000;

/** The smallest amount that is at least this share of a limit. */
export function markAmount(limit: bigint, ppm: number): bigint {
  const all = BigInt(ppmOfAll);
  return (limit * BigInt(ppm) + all - 1n) / all;
}

/** Every budget tells of its exhaustion, beside its own thresholds and where it acts. Of nothing there are no shares. */
function marksOf({ limit, thresholdsPpm, actions }: Budget): Mark[] {
  if (limit === 0n) return [];
  const shares = [...new Set([...thresholdsPpm, ...actions.map(({ atPpm }) => atPpm), ppmOfAll])].toSorted(
    (a, b) => a - b,
  );
  return shares.map((ppm) => ({ ppm, amount: markAmount(limit, ppm) }));
}

// Asked for with each charge; a change of any budget makes a new list of them.
const marked = new WeakMap<readonly Budget[], ReadonlyMap<string, MarkedBudget>>();

/** The budgets by their id, with the amounts at which they tell. */
export function markedBudgets(budgets: readonly Budget[]): ReadonlyMap<string, MarkedBudget> {
  const known = marked.get(budgets);
  if (known !== undefined) return known;
  const byId = new Map(budgets.map((budget) => [budget.id, { budget, marks: marksOf(budget) }]));
  marked.set(budgets, byId);
  return byId;
}
