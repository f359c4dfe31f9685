import type pg from 'pg';
import { fail } from '../../errors/problem.ts';
import { normalEmail } from './email.ts';
import { isPassword } from './passwords.ts';
import { startSession, type Visitor } from './session.ts';
import { countAttempt, forgetAttempt } from './throttle.ts';

const findSql = `
  SELECT d.org_id, p.id, p.password_hash
    FROM person_directory d JOIN people p ON p.org_id = d.org_id AND p.id = d.person_id
   WHERE d.email = $1`;

interface FoundRow {
  org_id: string;
  id: string;
  password_hash: string;
}

/**
 * Signs somebody in and returns the token of a new session. A wrong password and an email that nobody has are told
 * alike, in the same time. Raises `sign_in_failed`, `sign_in_throttled`, `overloaded`.
 */
export async function signIn(
  pool: pg.Pool,
  credentials: { readonly email: string; readonly password: string },
  visitor: Visitor,
  nowMs: number,
): Promise<string> {
  const email = normalEmail(credentials.email);
  await countAttempt(pool, email, visitor.address, nowMs);
  const { rows } = await pool.query<FoundRow>(findSql, [email]);
  const row = rows[0];
  const isRight = await isPassword(row?.password_hash ?? null, credentials.password);
  if (row === undefined || !isRight) fail('sign_in_failed', 'the email or the password is wrong');
  await forgetAttempt(pool, email, visitor.address);
  return startSession(pool, row.org_id, row.id, visitor, nowMs);
}
