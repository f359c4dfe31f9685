import type { Role } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
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
  org: OrgTransaction,
  invited: { readonly email: string; readonly role: Role },
  by: string,
): Promise<MadeLink> {
  const { tx, orgId, nowMs } = org;
  const email = normalEmail(invited.email);
  const known = await tx.query(knownSql, [email]);
  if (known.rows.length > 0) fail('email_taken', `${email} signs in here already`);
  await revokeLinks(tx, orgId, { email }, nowMs);
  const link = { kind: 'invitation', email, role: invited.role, personId: null, createdBy: by } as const;
  const made = await createLink(tx, orgId, link, nowMs);
  const { role } = invited;
  const target = { kind: 'invitation', id: made.link.id, name: email };
  await recordChange(org, { action: 'invitation.created', target, before: null, after: { email, role } });
  return made;
}

/** Ends an invitation that nobody accepted yet. Raises `not_found`. */
export async function withdrawInvitation(org: OrgTransaction, id: string): Promise<void> {
  const [revoked] = await revokeLinks(org.tx, org.orgId, { id }, org.nowMs);
  if (revoked === undefined) fail('not_found', `there is no open invitation ${id}`);
  const { email, role } = revoked;
  const target = { kind: 'invitation', id, name: email };
  await recordChange(org, { action: 'invitation.withdrawn', target, before: { email, role }, after: null });
}

/** Makes a link by which somebody sets a new password; an earlier one ends. Raises `not_found`. */
export async function offerPasswordReset(org: OrgTransaction, personId: string, by: string): Promise<MadeLink> {
  const { tx, orgId, nowMs } = org;
  const { name } = await requirePerson(tx, orgId, personId);
  const target = { kind: 'person', id: personId, name };
  await recordChange(org, { action: 'person.reset_offered', target, before: null, after: {} });
  await revokeLinks(tx, orgId, { personId }, nowMs);
  return createLink(tx, orgId, { kind: 'password_reset', email: null, role: null, personId, createdBy: by }, nowMs);
}
