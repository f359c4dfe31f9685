import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { isHeld, type KeptRestriction, restrictionOf, type RestrictionRow } from './restriction.ts';
import { liftedChange } from './restriction-change.ts';
import { statements } from './statements.ts';

/** Raises `not_found`. */
async function requireRestriction(db: Queryable, orgId: string, id: string): Promise<KeptRestriction> {
  const { rows } = await db.query<RestrictionRow>({ ...statements.findRestriction, values: [orgId, id] });
  return rows[0] === undefined ? fail('not_found', `there is no restriction ${id}`) : restrictionOf(rows[0]);
}

/** Lifts restrictions for good; `by` is the id of a key or a person, or what ended them. */
async function liftRestrictions(org: OrgTransaction, ids: readonly string[], by: string): Promise<void> {
  if (ids.length === 0) return;
  const values = [org.orgId, ids, new Date(org.nowMs), by];
  const { rows } = await org.tx.query<RestrictionRow>({ ...statements.liftRestrictions, values });
  for (const row of rows) await recordChange(org, liftedChange(restrictionOf(row)));
}

/** Lifts one, as an operator asks; one that holds nobody any more stays as it is. Raises `not_found`. */
export async function liftRestriction(org: OrgTransaction, id: string): Promise<KeptRestriction> {
  const found = await requireRestriction(org.tx, org.orgId, id);
  if (!isHeld(found, org.nowMs)) return found;
  await liftRestrictions(org, [id], org.by.actor.id ?? org.by.actor.name);
  return requireRestriction(org.tx, org.orgId, id);
}

async function held(
  org: OrgTransaction,
  statement: 'heldOfBudget' | 'heldOfAgent',
  of: string,
): Promise<KeptRestriction[]> {
  const values = [org.orgId, of, new Date(org.nowMs)];
  const { rows } = await org.tx.query<RestrictionRow>({ ...statements[statement], values });
  return rows.map(restrictionOf);
}

/** Lifts what a budget holds by actions that it has no more, or all of it. */
export async function liftOfBudget(
  org: OrgTransaction,
  budgetId: string,
  by: 'limit' | 'actions' | 'deletion',
  isOver: (restriction: KeptRestriction) => boolean = () => true,
): Promise<void> {
  const over = (await held(org, 'heldOfBudget', budgetId)).filter(isOver);
  await liftRestrictions(
    org,
    over.map(({ id }) => id),
    by,
  );
}

/** An agent that is resumed is held by no pause any more. */
export async function liftPausesOf(org: OrgTransaction, agent: string): Promise<void> {
  const pauses = await held(org, 'heldOfAgent', agent);
  await liftRestrictions(
    org,
    pauses.map(({ id }) => id),
    'resume',
  );
}
