import type { Role } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { revokeLinks } from './access-link.ts';
import { factsOfPerson, personColumns, personOf, requirePerson, type Person, type PersonRow } from './person.ts';

export interface PersonChanges {
  readonly role?: Role | undefined;
  readonly name?: string | undefined;
}

const updateSql = `UPDATE people SET role = $3, name = $4 WHERE org_id = $1 AND id = $2 RETURNING ${personColumns}`;

const otherOwnerSql = `SELECT 1 FROM people WHERE org_id = $1 AND id <> $2 AND role = 'owner' LIMIT 1`;

/** Under the lane's lock, so that two owners who demote each other do not leave the org without one. */
async function requireOtherOwner({ tx, orgId }: OrgTransaction, { id, name, role }: Person): Promise<void> {
  if (role !== 'owner') return;
  const others = await tx.query(otherOwnerSql, [orgId, id]);
  if (others.rows.length === 0) fail('last_owner', `${name} is the last owner of the org`);
}

/** Changes a person's name or role, from their next request on. Raises `not_found`, `last_owner`. */
export async function changePerson(org: OrgTransaction, id: string, changes: PersonChanges): Promise<Person> {
  const before = await requirePerson(org.tx, org.orgId, id);
  const { role = before.role, name = before.name } = changes;
  if (role !== 'owner') await requireOtherOwner(org, before);
  const { rows } = await org.tx.query<PersonRow>(updateSql, [org.orgId, id, role, name]);
  const after = personOf(rows[0]!);
  const target = { kind: 'person', id, name: after.name };
  await recordChange(org, {
    action: 'person.changed',
    target,
    before: factsOfPerson(before),
    after: factsOfPerson(after),
  });
  return after;
}

const deleteSql = 'DELETE FROM people WHERE org_id = $1 AND id = $2';
const forgetSql = 'DELETE FROM person_directory WHERE email = $1 AND org_id = $2';

/** Removes a person: their sessions and links end with them; what they did stays in the audit log. */
export async function removePerson(org: OrgTransaction, id: string): Promise<Person> {
  const person = await requirePerson(org.tx, org.orgId, id);
  await requireOtherOwner(org, person);
  await revokeLinks(org.tx, org.orgId, { createdBy: id }, org.nowMs);
  await org.tx.query(deleteSql, [org.orgId, id]);
  await org.tx.query(forgetSql, [person.email, org.orgId]);
  const target = { kind: 'person', id, name: person.name };
  await recordChange(org, { action: 'person.removed', target, before: factsOfPerson(person), after: null });
  return person;
}
