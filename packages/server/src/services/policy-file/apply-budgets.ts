import type { PolicyChange } from '@cofferdam/core';
import type { Pool } from '../../store/connection.ts';
import { changeBudgetWithin, deleteBudgetWithin } from '../budgets/change-budget.ts';
import { type BudgetTerms, createBudgetWithin } from '../budgets/create-budget.ts';
import { type SeedSnapshot, takeSeedSnapshot } from '../budgets/seed.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { namedIn } from './named-field.ts';
import type { Policy } from './policy.ts';
import type { Present } from './present.ts';

/** What budgets that are to be made have spent so far, by name; taken before the lane is held. */
export type Sums = ReadonlyMap<string, SeedSnapshot>;

function isMade({ kind, action }: PolicyChange): boolean {
  return kind === 'budgets' && (action === 'create' || action === 'replace');
}

export async function takeSums(
  pool: Pool,
  orgId: string,
  policy: Policy,
  changes: readonly PolicyChange[],
  timeMs: number,
): Promise<Sums> {
  const sums = new Map<string, SeedSnapshot>();
  for (const { name } of changes.filter(isMade)) {
    const terms = policy.budgets!.find((budget) => budget.name === name)!;
    sums.set(name, await takeSeedSnapshot(pool, orgId, terms, timeMs));
  }
  return sums;
}

/** Whether there are sums for all that is to be made: the plan may have become another in between. */
export function hasSums(sums: Sums, changes: readonly PolicyChange[]): boolean {
  return changes.filter(isMade).every(({ name }) => sums.has(name));
}

function changesOf({ unit, limit, ...terms }: BudgetTerms): Parameters<typeof changeBudgetWithin>[2] {
  const { owner, enforcement, allowFree, windDownPpm, thresholdsPpm, actions, notify } = terms;
  return { owner, enforcement, allowFree, windDownPpm, thresholdsPpm, actions, notify, limit: { unit, amount: limit } };
}

/** Ends, makes and changes budgets, in this order: what goes makes room for what has its name. */
export async function applyBudgets(
  org: OrgTransaction,
  policy: Policy,
  present: Present,
  sums: Sums,
  changes: readonly PolicyChange[],
): Promise<void> {
  const own = changes.filter(({ kind }) => kind === 'budgets');
  for (const { name } of own.filter(({ action }) => action === 'delete' || action === 'replace'))
    await deleteBudgetWithin(org, present.budgets.get(name)!.id);
  for (const change of own.filter(({ after }) => after !== null)) {
    const index = policy.budgets!.findIndex(({ name }) => name === change.name);
    const terms = policy.budgets![index]!;
    await namedIn(`policy.budgets.${index}`, () =>
      isMade(change)
        ? createBudgetWithin(org, terms, sums.get(change.name)!)
        : changeBudgetWithin(org, present.budgets.get(change.name)!.id, changesOf(terms)),
    );
  }
}
