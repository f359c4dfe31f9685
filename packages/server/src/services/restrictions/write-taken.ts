import type { Counter, Taken } from '@cofferdam/core';
import { columnsOf } from '../../store/lane/columns.ts';
import { pauseColumns, restrictionColumns } from '../../store/lane/restriction-columns.ts';
import { statements as lane } from '../../store/lane/statements.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { byBudget, takenChange } from './restriction-change.ts';
import { statements } from './statements.ts';

type Place = Pick<Counter, 'budgetId' | 'subject' | 'windowStartMs'>;

/** Writes what a counter brought about without a charge, under the org's lock; the lane writes what charges do. */
export async function writeTaken(org: OrgTransaction, place: Place, taken: Taken): Promise<void> {
  const { tx, orgId } = org;
  const { budgetId, subject, windowStartMs } = place;
  const { restraint, restrictions, pauses } = taken;
  const counter = [orgId, budgetId, subject, new Date(windowStartMs), JSON.stringify(restraint)];
  await tx.query({ ...statements.updateRestraint, values: counter });
  await tx.query({ ...lane.insertRestrictions, values: [orgId, ...columnsOf(restrictions, restrictionColumns)] });
  // One at a time: two of them may pause the same agent.
  for (const pause of pauses)
    await tx.query({ ...lane.upsertPauses, values: [orgId, ...columnsOf([pause], pauseColumns)] });
  for (const one of restrictions) await recordChange({ ...org, by: byBudget(one) }, takenChange(one));
}
