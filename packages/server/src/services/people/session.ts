import { decideSession, type Role } from '@cofferdam/core';
import type pg from 'pg';
import type { Queryable } from '../../store/connection.ts';
import { newId } from '../ids.ts';
import { newToken, readToken } from './token.ts';

/** Where somebody signed in from, as far as they said. */
export interface Visitor {
  readonly userAgent: string;
  readonly address: string;
}

/** Somebody who is signed in. */
export interface OpenSession {
  readonly orgId: string;
  readonly sessionId: string;
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

const maxUserAgentLength = 300;

const insertSql = `
  INSERT INTO sessions (org_id, id, person_id, token_hash, token_issued_at, created_at, last_seen_at, user_agent, address)
  VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7)`;

const signedInSql = 'UPDATE people SET last_sign_in_at = $3 WHERE org_id = $1 AND id = $2';

/** Starts a session and returns its token, which is shown this once. */
export async function startSession(
  db: Queryable,
  orgId: string,
  personId: string,
  { userAgent, address }: Visitor,
  nowMs: number,
): Promise<string> {
  const token = newToken('session', orgId);
  const shownAgent = userAgent.replaceAll(/\p{Cc}/gu, ' ').slice(0, maxUserAgentLength);
  await db.query(insertSql, [orgId, newId(), personId, token.hash, new Date(nowMs), shownAgent, address]);
  await db.query(signedInSql, [orgId, personId, new Date(nowMs)]);
  return token.text;
}

const findSql = `
  SELECT s.id, s.person_id, s.token_issued_at, s.created_at, s.last_seen_at, s.token_hash = $2 AS is_current,
         p.email, p.name, p.role
    FROM sessions s JOIN people p ON p.org_id = s.org_id AND p.id = s.person_id
   WHERE s.org_id = $1 AND (s.token_hash = $2 OR s.former_token_hash = $2)`;

const rotateSql = `
  UPDATE sessions SET token_hash = $3, former_token_hash = token_hash, token_issued_at = $5, last_seen_at = $5
   WHERE org_id = $1 AND id = $2 AND token_hash = $4`;

const touchSql = 'UPDATE sessions SET last_seen_at = $3 WHERE org_id = $1 AND id = $2';

const endSql = 'DELETE FROM sessions WHERE org_id = $1 AND id = $2';

interface FoundRow {
  id: string;
  person_id: string;
  token_issued_at: number;
  created_at: number;
  last_seen_at: number;
  is_current: boolean;
  email: string;
  name: string;
  role: Role;
}

export interface UsedSession {
  readonly session: OpenSession;
  /** The token to go on with; null where the one that was shown stays good. */
  readonly nextToken: string | null;
}

/** `last_seen_at` is kept to the minute: a page asks for many things at once. */
const seenGranularityMs = 60_000;

async function replaceToken(
  pool: pg.Pool,
  orgId: string,
  id: string,
  hash: Buffer,
  nowMs: number,
): Promise<string | null> {
  const next = newToken('session', orgId);
  const { rowCount } = await pool.query(rotateSql, [orgId, id, next.hash, hash, new Date(nowMs)]);
  // Another request of the same page was first: this one's token is the former one now, and good for a moment.
  return rowCount === 1 ? next.text : null;
}

/** Whose session a token is; null where it is nobody's any more. A copy of a token that was replaced ends its session. */
export async function useSession(pool: pg.Pool, token: string, nowMs: number): Promise<UsedSession | null> {
  const named = readToken('session', token);
  if (named === null) return null;
  const { orgId, hash } = named;
  const { rows } = await pool.query<FoundRow>(findSql, [orgId, hash]);
  const row = rows[0];
  if (row === undefined) return null;
  const { id, person_id: personId, email, name, role } = row;
  const session: OpenSession = { orgId, sessionId: id, personId, email, name, role };
  const state = { createdMs: row.created_at, lastSeenMs: row.last_seen_at, tokenIssuedMs: row.token_issued_at };
  switch (decideSession(state, !row.is_current, nowMs)) {
    case 'ended':
    case 'stolen':
      await pool.query(endSql, [orgId, id]);
      return null;
    case 'rotate':
      return { session, nextToken: await replaceToken(pool, orgId, id, hash, nowMs) };
    case 'former':
      return { session, nextToken: null };
    case 'current':
      if (nowMs - row.last_seen_at >= seenGranularityMs) await pool.query(touchSql, [orgId, id, new Date(nowMs)]);
      return { session, nextToken: null };
  }
}

export async function endSession(db: Queryable, orgId: string, sessionId: string): Promise<void> {
  await db.query(endSql, [orgId, sessionId]);
}

const endAllSql = 'DELETE FROM sessions WHERE org_id = $1 AND person_id = $2 AND id IS DISTINCT FROM $3';

/** Signs somebody out everywhere, but for one session where it is named. Returns how many ended. */
export async function endSessions(
  db: Queryable,
  orgId: string,
  personId: string,
  butId: string | null,
): Promise<number> {
  const { rowCount } = await db.query(endAllSql, [orgId, personId, butId]);
  return rowCount ?? 0;
}

export interface ShownSession extends Visitor {
  readonly id: string;
  readonly createdMs: number;
  readonly lastSeenMs: number;
}

const listSql = `
  SELECT id, user_agent, address, created_at, last_seen_at FROM sessions
   WHERE org_id = $1 AND person_id = $2 ORDER BY last_seen_at DESC, id DESC LIMIT 200`;

/** Where somebody is signed in, the last used first. */
export async function listSessions(db: Queryable, orgId: string, personId: string): Promise<ShownSession[]> {
  const { rows } = await db.query<{
    id: string;
    user_agent: string;
    address: string;
    created_at: number;
    last_seen_at: number;
  }>(listSql, [orgId, personId]);
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    address: row.address,
    createdMs: row.created_at,
    lastSeenMs: row.last_seen_at,
  }));
}
