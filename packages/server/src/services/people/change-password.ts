import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { byPerson } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { changeOrg, type OrgTransaction, type OrgTransactions } from '../org-transaction.ts';
import { requireLink, revokeLinks, useLink } from './access-link.ts';
import { hashPassword, isPassword, requireGoodPassword } from './passwords.ts';
import { requirePerson, type Person } from './person.ts';
import { endSessions, startSession, type OpenSession, type Visitor } from './session.ts';
import { countAttempt, forgetAttempt } from './throttle.ts';

const hashSql = 'SELECT password_hash FROM people WHERE org_id = $1 AND id = $2';

const setSql = 'UPDATE people SET password_hash = $3, password_changed_at = $4 WHERE org_id = $1 AND id = $2';

async function setPassword(db: Queryable, orgId: string, id: string, hash: string, nowMs: number): Promise<void> {
  await db.query(setSql, [orgId, id, hash, new Date(nowMs)]);
}

/**
 * Changes the password of somebody who knows the old one; all their other sessions end. A wrong old password counts as a
 * failed attempt to sign in. Raises `sign_in_failed`, `sign_in_throttled`, `invalid_request`.
 */
export async function changePassword(
  transactions: OrgTransactions,
  session: OpenSession,
  passwords: { readonly current: string; readonly next: string },
  { address }: Visitor,
  nowMs: number,
): Promise<void> {
  const { orgId, personId, sessionId, email, name } = session;
  const { pool } = transactions;
  requireGoodPassword(passwords.next, 'new_password', { email, name });
  await countAttempt(pool, email, address, nowMs);
  const { rows } = await pool.query<{ password_hash: string }>(hashSql, [orgId, personId]);
  if (!(await isPassword(rows[0]?.password_hash ?? null, passwords.current)))
    fail('sign_in_failed', 'the current password is wrong');
  await forgetAttempt(pool, email, address);
  const hash = await hashPassword(passwords.next);
  const work = async (org: OrgTransaction) => {
    const { tx, nowMs: laneMs } = org;
    const target = { kind: 'person', id: personId, name };
    await recordChange(org, { action: 'person.password_changed', target, before: null, after: {} });
    await setPassword(tx, orgId, personId, hash, laneMs);
    await endSessions(tx, orgId, personId, sessionId);
    await revokeLinks(tx, orgId, { personId }, laneMs);
    return { status: 204, body: '' };
  };
  await changeOrg(transactions, { orgId, by: byPerson(personId, email), idempotency: null, work });
}

/**
 * Sets the password of somebody who holds a reset link: all their sessions end, and a new one starts. Raises
 * `link_invalid`, `invalid_request`.
 */
export async function resetPassword(
  transactions: OrgTransactions,
  reset: { readonly token: string; readonly password: string },
  visitor: Visitor,
  nowMs: number,
): Promise<{ readonly person: Person; readonly sessionToken: string }> {
  const { orgId, link } = await requireLink(transactions.pool, 'password_reset', reset.token, nowMs);
  const person = await requirePerson(transactions.pool, orgId, link.personId!);
  requireGoodPassword(reset.password, 'password', person);
  const hash = await hashPassword(reset.password);
  let sessionToken = '';
  const work = async (org: OrgTransaction) => {
    const { tx, nowMs: laneMs } = org;
    const target = { kind: 'person', id: person.id, name: person.name };
    await recordChange(org, { action: 'person.password_reset', target, before: null, after: {} });
    await useLink(tx, orgId, link.id, laneMs);
    await setPassword(tx, orgId, person.id, hash, laneMs);
    await endSessions(tx, orgId, person.id, null);
    sessionToken = await startSession(tx, orgId, person.id, visitor, nowMs);
    return { status: 201, body: '' };
  };
  await changeOrg(transactions, { orgId, by: byPerson(person.id, person.email), idempotency: null, work });
  return { person, sessionToken };
}
