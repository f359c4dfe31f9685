import type { Role } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { type AccessLink, createLink, revokeLinks } from './access-link.ts';
import { normalEmail } from './email.ts';
import { requirePerson } from './person.ts';

interface MadeLink {
  readonly link: AccessLink;
  /** Shown this once. */
  readonly token: string;
}

const knownSql = 'SELECT 1 FROM person_directory WHERE email = $1';

/**
 * Invites somebody. A second invitation of the same email takes the place of the first: only one link is ever good.
 * `by` is the id of who invites. Raises `email_taken`.
 */
export async function invite(
  { tx, orgId, nowMs }: OrgTransaction,
  invited: { readonly email: string; readonly role: Role },
  by: string,
): Promise<MadeLink> {
  const email = normalEmail(invited.email);
  const known = await tx.query(knownSql, [email]);
  if (known.rows.length > 0) fail('email_taken', `${email} signs in here already`);
  await revokeLinks(tx, orgId, { email }, nowMs);
  const link = { kind: 'invitation', email, role: invited.role, personId: null, createdBy: by } as const;
  return createLink(tx, orgId, link, nowMs);
}

/** Ends an invitation that nobody accepted yet. Raises `not_found`. */
export async function withdrawInvitation({ tx, orgId, nowMs }: OrgTransaction, id: string): Promise<AccessLink> {
  const [revoked] = await revokeLinks(tx, orgId, { id }, nowMs);
  return revoked ?? fail('not_found', `there is no open invitation ${id}`);
}

/** Makes a link by which somebody sets a new password; an earlier one ends. Raises `not_found`. */
export async function offerPasswordReset(
  { tx, orgId, nowMs }: OrgTransaction,
  personId: string,
  by: string,
): Promise<MadeLink> {
  await requirePerson(tx, orgId, personId);
  await revokeLinks(tx, orgId, { personId }, nowMs);
  return createLink(tx, orgId, { kind: 'password_reset', email: null, role: null, personId, createdBy: by }, nowMs);
}
