import type { Budget } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { storedActions } from '../../store/config/load-config.ts';
import type { Transaction } from '../../store/connection.ts';
import type { ChangedBy } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { requireChannels } from '../channels/find-channels.ts';
import { newId } from '../ids.ts';
import type { Answer, Idempotency, Rendered } from '../lane/command.ts';
import { changeOrg, type OrgTransaction, type OrgTransactions } from '../org-transaction.ts';
import { budgetFacts } from './budget-facts.ts';
import { isSeedCurrent, type SeedSnapshot, takeSeedSnapshot, writeSeed } from './seed.ts';
import { requireFreeName } from './budget-name.ts';
import { tellPassed } from './tell-passed.ts';
import { statements } from './statements.ts';

/** What the caller says of a budget. */
export type BudgetTerms = Omit<Budget, 'id' | 'limitVersion' | 'countsFromMs' | 'createdMs'>;

export interface NewBudget {
  readonly orgId: string;
  readonly by: ChangedBy;
  readonly idempotency: Idempotency | null;
  readonly terms: BudgetTerms;
  readonly nowMs: number;
  readonly render: (budget: Budget) => Rendered;
}

/** The lane's time is in another window than the snapshot's: everything is rolled back, and the snapshot taken again. */
class WindowMoved extends Error {
  readonly laneTimeMs: number;

  constructor(laneTimeMs: number) {
    super('the window moved on while its spend was summed up');
    this.laneTimeMs = laneTimeMs;
  }
}

/** Windows move on by the clock alone: a second time is rare, more than a few mean that the store is too slow. */
const maxSnapshots = 5;

/**
 * Does what needs sums of past spend under the lane, with sums that were taken before it: again where a window moved on
 * in between. Raises `overloaded`.
 */
export async function withFreshSums<Result>(nowMs: number, work: (timeMs: number) => Promise<Result>): Promise<Result> {
  let timeMs = nowMs;
  for (let taken = 0; taken < maxSnapshots; taken += 1) {
    try {
      return await work(timeMs);
    } catch (error) {
      if (!(error instanceof WindowMoved)) throw error;
      timeMs = error.laneTimeMs;
    }
  }
  return fail('overloaded', 'summing up what was spent takes longer than the window of this budget');
}

/** Stores a budget as it is; its counters are the caller's to seed. */
export async function insertBudget(tx: Transaction, orgId: string, budget: Budget): Promise<void> {
  const values = [
    orgId,
    budget.id,
    budget.name,
    budget.owner,
    budget.per,
    JSON.stringify(budget.match),
    budget.window,
    budget.timeZone,
    budget.unit,
    budget.limit,
    budget.limitVersion,
    budget.enforcement,
    budget.allowFree,
    budget.thresholdsPpm,
    budget.notify,
    new Date(budget.countsFromMs),
    new Date(budget.createdMs),
    budget.windDownPpm,
    storedActions(budget.actions),
  ];
  await tx.query({ ...statements.insertBudget, values });
}

/** Makes a budget within a change of the org that is under way, from sums that were taken before it. */
export async function createBudgetWithin(
  org: OrgTransaction,
  terms: BudgetTerms,
  snapshot: SeedSnapshot,
): Promise<Budget> {
  if (!isSeedCurrent(snapshot, terms, org.nowMs)) throw new WindowMoved(org.nowMs);
  await requireFreeName(org.tx, org.orgId, terms.name, null);
  await requireChannels(org.tx, org.orgId, terms.notify);
  const countsFromMs = snapshot.windows[0]!.startMs;
  const budget: Budget = { ...terms, id: newId(org.nowMs), limitVersion: 1, countsFromMs, createdMs: org.nowMs };
  await insertBudget(org.tx, org.orgId, budget);
  await writeSeed(org.tx, org.orgId, budget, snapshot);
  const target = { kind: 'budget', id: budget.id, name: budget.name };
  await recordChange(org, { action: 'budget.created', target, before: null, after: budgetFacts(budget) });
  await tellPassed(org, budget);
  return budget;
}

/**
 * Makes a budget that counts, from its first moment, what was already spent and reserved in its window: the sum is
 * taken at a snapshot, and what happened since is added under the lane. Raises `name_taken`.
 */
export async function createBudget(changes: OrgTransactions, request: NewBudget): Promise<Answer> {
  const { orgId, by, idempotency, terms, render } = request;
  return withFreshSums(request.nowMs, async (timeMs) => {
    const snapshot = await takeSeedSnapshot(changes.pool, orgId, terms, timeMs);
    const work = async (org: OrgTransaction): Promise<Rendered> =>
      render(await createBudgetWithin(org, terms, snapshot));
    return changeOrg(changes, { orgId, by, idempotency, work });
  });
}
