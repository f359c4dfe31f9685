import type { Budget, Unit } from '@cofferdam/core';
import { invalidField } from '../../errors/problem.ts';
import type { ChangedBy, Facts, Target } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { requireChannels } from '../channels/find-channels.ts';
import type { Answer, Rendered } from '../lane/command.ts';
import { storedActions } from '../../store/config/load-config.ts';
import { changeOrg, type OrgTransaction, type OrgTransactions } from '../org-transaction.ts';
import { liftOfBudget } from '../restrictions/lift-restrictions.ts';
import type { KeptRestriction } from '../restrictions/restriction.ts';
import { budgetFacts } from './budget-facts.ts';
import { requireFreeName } from './budget-name.ts';
import { findBudget } from './find-budget.ts';
import { tellPassed } from './tell-passed.ts';
import { statements } from './statements.ts';

/** What may change of a budget; what is left out stays. */
export type BudgetChanges = Partial<
  Pick<Budget, 'name' | 'owner' | 'enforcement' | 'allowFree' | 'windDownPpm' | 'thresholdsPpm' | 'actions' | 'notify'>
> & { readonly limit?: { readonly unit: Unit; readonly amount: bigint } };

export interface BudgetChange {
  readonly orgId: string;
  readonly by: ChangedBy;
  readonly id: string;
  readonly changes: BudgetChanges;
  readonly render: (budget: Budget) => Rendered;
}

/** A new limit is a new version of it: alerts that fired for the old one may fire again, and what it holds is over. */
function merged(budget: Budget, { limit, ...rest }: BudgetChanges): Budget {
  if (limit === undefined || limit.amount === budget.limit) return { ...budget, ...rest };
  return { ...budget, ...rest, limit: limit.amount, limitVersion: budget.limitVersion + 1 };
}

/** An allowance of a limit that refuses nobody would look as if it did something. */
function requireWindDownFits({ windDownPpm, unit, enforcement }: Budget): void {
  if (windDownPpm === null) return;
  if (unit !== 'usd') invalidField('wind_down', 'goes with limit_usd only');
  if (enforcement !== 'hard') invalidField('wind_down', 'must be null where enforcement is "soft"');
}

/** Another limit begins anew; an action that is taken out holds nobody any more. */
async function endActions(org: OrgTransaction, before: Budget, after: Budget): Promise<void> {
  if (after.limitVersion !== before.limitVersion) return liftOfBudget(org, after.id, 'limit');
  const isKept = ({ kind, atPpm, requestsPerMinute: rate }: KeptRestriction): boolean =>
    after.actions.some((one) => one.kind === kind && one.atPpm === atPpm && one.requestsPerMinute === rate);
  await liftOfBudget(org, after.id, 'actions', (restriction) => !isKept(restriction));
}

/** Nothing of a limit on open reservations is ever spent. */
function requireActionsFit({ unit, actions }: Budget): void {
  if (unit === 'concurrent' && actions.length > 0) invalidField('actions', 'do not go with limit_concurrent');
}

/** A lower limit or another threshold may be passed already. A raised limit is told of when it is neared again. */
function tellsEarlier(before: Budget, after: Budget): boolean {
  return after.limit < before.limit || after.thresholdsPpm.some((ppm) => !before.thresholdsPpm.includes(ppm));
}

async function update(org: OrgTransaction, budget: Budget): Promise<void> {
  const { id, name, owner, limit, limitVersion, enforcement, allowFree, thresholdsPpm, notify } = budget;
  const figures = [
    limit,
    limitVersion,
    enforcement,
    allowFree,
    thresholdsPpm,
    notify,
    budget.windDownPpm,
    storedActions(budget.actions),
  ];
  const values = [org.orgId, id, name, owner, ...figures];
  await org.tx.query({ ...statements.updateBudget, values });
}

function targetOf({ id, name }: Budget): Target {
  return { kind: 'budget', id, name };
}

function shown(before: Budget, after: Budget | null): { readonly before: Facts; readonly after: Facts | null } {
  return { before: budgetFacts(before), after: after === null ? null : budgetFacts(after) };
}

/** The same within a change of the org that is under way. Raises as `changeBudget` does. */
export async function changeBudgetWithin(org: OrgTransaction, id: string, changes: BudgetChanges): Promise<Budget> {
  const budget = await findBudget(org.tx, org.orgId, id);
  if (changes.limit !== undefined && changes.limit.unit !== budget.unit) {
    invalidField(`limit_${changes.limit.unit}`, `this budget has limit_${budget.unit}, and its unit never changes`);
  }
  const after = merged(budget, changes);
  requireWindDownFits(after);
  requireActionsFit(after);
  await requireFreeName(org.tx, org.orgId, after.name, id);
  await requireChannels(org.tx, org.orgId, changes.notify ?? []);
  await update(org, after);
  await recordChange(org, { action: 'budget.changed', target: targetOf(after), ...shown(budget, after) });
  await endActions(org, budget, after);
  const tellsAll = tellsEarlier(budget, after);
  // A raised limit is told of when it is neared again; what it does at once is told of at once.
  await tellPassed(org, after, (event) => tellsAll || ('action' in event && event.action !== null));
  return after;
}

/**
 * Changes a budget from the org's next batch on: a raised limit frees at once, and a limit below what is spent is
 * allowed. Raises `not_found`, `name_taken`, and `invalid_request` for a limit in another unit and for a `wind_down` of
 * what is not a hard limit in USD.
 */
export async function changeBudget(transactions: OrgTransactions, change: BudgetChange): Promise<Answer> {
  const { orgId, by, id, changes, render } = change;
  const work = async (org: OrgTransaction): Promise<Rendered> => render(await changeBudgetWithin(org, id, changes));
  return changeOrg(transactions, { orgId, by, idempotency: null, work });
}

export interface BudgetEnding {
  readonly orgId: string;
  readonly by: ChangedBy;
  readonly id: string;
}

/** The same within a change of the org that is under way. Raises `not_found`. */
export async function deleteBudgetWithin(org: OrgTransaction, id: string): Promise<void> {
  const budget = await findBudget(org.tx, org.orgId, id);
  await liftOfBudget(org, id, 'deletion');
  await org.tx.query({ ...statements.deleteBudget, values: [org.orgId, id] });
  await recordChange(org, { action: 'budget.deleted', target: targetOf(budget), ...shown(budget, null) });
}

/** Ends a budget at once; its counters go with it, what was spent stays on record. Raises `not_found`. */
export async function deleteBudget(transactions: OrgTransactions, ending: BudgetEnding): Promise<Answer> {
  const { orgId, by, id } = ending;
  const work = async (org: OrgTransaction): Promise<Rendered> => {
    await deleteBudgetWithin(org, id);
    return { status: 204, body: '' };
  };
  return changeOrg(transactions, { orgId, by, idempotency: null, work });
}
