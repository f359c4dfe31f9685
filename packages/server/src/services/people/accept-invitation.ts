import { fail, invalidField } from '../../errors/problem.ts';
import { newId } from '../ids.ts';
import { byPerson } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { changeOrg, type OrgTransaction, type OrgTransactions } from '../org-transaction.ts';
import { requireLink, useLink } from './access-link.ts';
import { normalEmail } from './email.ts';
import { hashPassword, requireGoodPassword } from './passwords.ts';
import { factsOfPerson, requirePerson, type Person } from './person.ts';
import { startSession, type Visitor } from './session.ts';

export interface Acceptance {
  readonly token: string;
  /** Needed where the invitation names none; elsewhere it must be the invitation's. */
  readonly email: string | null;
  readonly name: string;
  readonly password: string;
}

export interface SignedUp {
  readonly person: Person;
  readonly sessionToken: string;
}

const insertSql = `
  INSERT INTO people (org_id, id, email, name, role, password_hash, created_at, password_changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`;

const nameSql = `
  INSERT INTO person_directory (email, org_id, person_id) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING`;

function emailOf(invited: string | null, given: string | null): string {
  if (invited === null) return given === null ? invalidField('email', 'is required') : normalEmail(given);
  if (given !== null && normalEmail(given) !== invited) invalidField('email', 'is not the one that was invited');
  return invited;
}

/**
 * Makes the person that an invitation is for, and signs them in. Raises `link_invalid`, `email_taken`,
 * `invalid_request`.
 */
export async function acceptInvitation(
  transactions: OrgTransactions,
  acceptance: Acceptance,
  visitor: Visitor,
  nowMs: number,
): Promise<SignedUp> {
  const { orgId, link } = await requireLink(transactions.pool, 'invitation', acceptance.token, nowMs);
  const email = emailOf(link.email, acceptance.email);
  const { name, password } = acceptance;
  requireGoodPassword(password, 'password', { email, name });
  // Hashing takes long: not while the org waits.
  const passwordHash = await hashPassword(password);
  const id = newId();
  let signedUp: SignedUp | null = null;
  const work = async (org: OrgTransaction) => {
    await useLink(org.tx, orgId, link.id, org.nowMs);
    const named = await org.tx.query(nameSql, [email, orgId, id]);
    if (named.rowCount !== 1) fail('email_taken', `${email} signs in here already`);
    const values = [orgId, id, email, name, link.role, passwordHash, new Date(org.nowMs)];
    await org.tx.query(insertSql, values);
    const sessionToken = await startSession(org.tx, orgId, id, visitor, nowMs);
    const person = await requirePerson(org.tx, orgId, id);
    const target = { kind: 'person', id, name };
    await recordChange(org, { action: 'person.joined', target, before: null, after: factsOfPerson(person) });
    signedUp = { person, sessionToken };
    return { status: 201, body: '' };
  };
  await changeOrg(transactions, { orgId, by: byPerson(id, email), idempotency: null, work });
  return signedUp!;
}
