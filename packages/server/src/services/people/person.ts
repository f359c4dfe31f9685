import type { Role } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import type { Facts } from '../audit/change.ts';

/** Somebody who signs in; the password's hash never leaves the services. Times are epoch milliseconds. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdMs: number;
  readonly passwordChangedMs: number;
  /** Null for who has not since that is kept. */
  readonly lastSignInMs: number | null;
}

export interface PersonRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  created_at: number;
  password_changed_at: number;
  last_sign_in_at: number | null;
}

export const personColumns = 'id, email, name, role, created_at, password_changed_at, last_sign_in_at';

export function personOf(row: PersonRow): Person {
  const {
    created_at: createdMs,
    password_changed_at: passwordChangedMs,
    last_sign_in_at: lastSignInMs,
    ...person
  } = row;
  return { ...person, createdMs, passwordChangedMs, lastSignInMs };
}

const findSql = `SELECT ${personColumns} FROM people WHERE org_id = $1 AND id = $2`;

const listSql = `
  SELECT ${personColumns} FROM people
   WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`;

/** People of an org, newest first. */
export async function listPeople(
  db: Queryable,
  orgId: string,
  beforeId: string | null,
  limit: number,
): Promise<Person[]> {
  const { rows } = await db.query<PersonRow>(listSql, [orgId, beforeId, limit]);
  return rows.map(personOf);
}

/** Raises `not_found`. */
export async function requirePerson(db: Queryable, orgId: string, id: string): Promise<Person> {
  const { rows } = await db.query<PersonRow>(findSql, [orgId, id]);
  const row = rows[0] ?? fail('not_found', `there is no person ${id}`);
  return personOf(row);
}

/** A person as the audit log shows them. */
export function factsOfPerson({ email, name, role }: Person): Facts {
  return { email, name, role };
}
