import { createHash } from 'node:crypto';
import { addressThrottle, decideAttempt, emailThrottle, type ThrottleRule } from '@cofferdam/core';
import type pg from 'pg';
import { ProblemError, problemOf } from '../../errors/problem.ts';
import { inTransaction, type Transaction } from '../../store/connection.ts';

/** The names under which an attempt is counted: the address is not kept, its hash is. */
interface Throttled {
  readonly name: Buffer;
  readonly rule: ThrottleRule;
}

function nameOf(kind: 'email' | 'address', value: string): Buffer {
  return createHash('sha256').update(`${kind} ${value}`).digest();
}

const lockSql = 'SELECT failures, last_at FROM sign_in_attempts WHERE name = $1 FOR UPDATE';

const writeSql = `
  INSERT INTO sign_in_attempts (name, failures, last_at) VALUES ($1, $2, $3)
  ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at`;

// The row is made where there is none: an absent row cannot be locked, and many first attempts may come at once.
const ensureSql = `
  INSERT INTO sign_in_attempts (name, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (name) DO NOTHING`;

const forgetSql = 'DELETE FROM sign_in_attempts WHERE name = $1';

const lowerSql = 'UPDATE sign_in_attempts SET failures = failures - 1 WHERE name = $1 AND failures > 1';

async function count(tx: Transaction, { name, rule }: Throttled, nowMs: number): Promise<void> {
  const made = await tx.query(ensureSql, [name, new Date(nowMs)]);
  if (made.rowCount === 1) return;
  const { rows } = await tx.query<{ failures: number; last_at: number }>(lockSql, [name]);
  const row = rows[0];
  const known = row === undefined ? null : { failures: row.failures, lastMs: row.last_at };
  const decision = decideAttempt(known, nowMs, rule);
  if (decision.kind === 'throttled') {
    const seconds = Math.ceil(decision.retryAfterMs / 1_000);
    const detail = `too many failed attempts: try again in ${seconds} s`;
    throw new ProblemError(problemOf('sign_in_throttled', detail), seconds);
  }
  const { failures, lastMs } = decision.attempts;
  await tx.query(writeSql, [name, failures, new Date(lastMs)]);
}

/** Counts an attempt to sign in as failed, before it is looked at. Raises `sign_in_throttled`, and counts nothing then. */
export async function countAttempt(pool: pg.Pool, email: string, address: string, nowMs: number): Promise<void> {
  const throttled: Throttled[] = [
    { name: nameOf('address', address), rule: addressThrottle },
    { name: nameOf('email', email), rule: emailThrottle },
  ];
  await inTransaction(pool, async (tx) => {
    for (const one of throttled) await count(tx, one, nowMs);
  });
}

/** The attempt was no failure after all: the name is forgotten, and of the address what this attempt had counted. */
export async function forgetAttempt(pool: pg.Pool, email: string, address: string): Promise<void> {
  const name = nameOf('address', address);
  await pool.query(forgetSql, [nameOf('email', email)]);
  const lowered = await pool.query(lowerSql, [name]);
  if (lowered.rowCount === 0) await pool.query(forgetSql, [name]);
}
