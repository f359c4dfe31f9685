import type { Role } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { newId } from '../ids.ts';
import { newToken, readToken } from './token.ts';

export type LinkKind = 'invitation' | 'password_reset';

/** A link that works once. Times are epoch milliseconds. */
export interface AccessLink {
  readonly id: string;
  readonly kind: LinkKind;
  /** Null where whoever holds the invitation may say it. */
  readonly email: string | null;
  readonly role: Role | null;
  readonly personId: string | null;
  readonly createdMs: number;
  readonly createdBy: string;
  readonly expiresMs: number;
  readonly usedMs: number | null;
  readonly revokedMs: number | null;
}

interface LinkRow {
  id: string;
  kind: LinkKind;
  email: string | null;
  role: Role | null;
  person_id: string | null;
  created_at: number;
  created_by: string;
  expires_at: number;
  used_at: number | null;
  revoked_at: number | null;
}

const columns = 'id, kind, email, role, person_id, created_at, created_by, expires_at, used_at, revoked_at';

function linkOf(row: LinkRow): AccessLink {
  return {
    id: row.id,
    kind: row.kind,
    email: row.email,
    role: row.role,
    personId: row.person_id,
    createdMs: row.created_at,
    createdBy: row.created_by,
    expiresMs: row.expires_at,
    usedMs: row.used_at,
    revokedMs: row.revoked_at,
  };
}

const dayMs = 86_400_000;

/** An invitation waits in somebody's mail; who forgot a password is there now. */
const lifetimesMs: Readonly<Record<LinkKind, number>> = { invitation: 7 * dayMs, password_reset: dayMs };

export type NewLink = Pick<AccessLink, 'kind' | 'email' | 'role' | 'personId' | 'createdBy'>;

const insertSql = `
  INSERT INTO access_links (org_id, id, kind, token_hash, email, role, person_id, created_at, created_by, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${columns}`;

/** Makes a link; its token is shown this once, and stored hashed. */
export async function createLink(
  db: Queryable,
  orgId: string,
  link: NewLink,
  nowMs: number,
): Promise<{ readonly link: AccessLink; readonly token: string }> {
  const token = newToken('link', orgId);
  const { kind, email, role, personId, createdBy } = link;
  const expiresAt = new Date(nowMs + lifetimesMs[kind]);
  const values = [orgId, newId(nowMs), kind, token.hash, email, role, personId, new Date(nowMs), createdBy, expiresAt];
  const { rows } = await db.query<LinkRow>(insertSql, values);
  return { link: linkOf(rows[0]!), token: token.text };
}

const revokeSql = `
  UPDATE access_links SET revoked_at = $2
   WHERE org_id = $1 AND used_at IS NULL AND revoked_at IS NULL
     AND ($3::uuid IS NULL OR id = $3) AND ($4::text IS NULL OR email = $4)
     AND ($5::uuid IS NULL OR person_id = $5) AND ($6::text IS NULL OR created_by = $6)
  RETURNING ${columns}`;

/** Which links of an org are meant: all that are named must fit. */
export type LinkChoice = Partial<Pick<AccessLink, 'id' | 'email' | 'personId' | 'createdBy'>>;

/** Ends links that were not used yet, and returns them. */
export async function revokeLinks(
  db: Queryable,
  orgId: string,
  choice: LinkChoice,
  nowMs: number,
): Promise<AccessLink[]> {
  const { id = null, email = null, personId = null, createdBy = null } = choice;
  if (id === null && email === null && personId === null && createdBy === null)
    throw new Error('a choice of links names something');
  const { rows } = await db.query<LinkRow>(revokeSql, [orgId, new Date(nowMs), id, email, personId, createdBy]);
  return rows.map(linkOf);
}

const listSql = `
  SELECT ${columns} FROM access_links
   WHERE org_id = $1 AND kind = 'invitation' AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2
   ORDER BY id DESC LIMIT 200`;

/** Invitations that can still be accepted, newest first. */
export async function listInvitations(db: Queryable, orgId: string, nowMs: number): Promise<AccessLink[]> {
  const { rows } = await db.query<LinkRow>(listSql, [orgId, new Date(nowMs)]);
  return rows.map(linkOf);
}

const findSql = `
  SELECT ${columns} FROM access_links
   WHERE org_id = $1 AND token_hash = $2 AND kind = $3 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $4`;

/** The link of a token, with the org that it belongs to. Raises `link_invalid` where it is used, ended or none at all. */
export async function requireLink(
  db: Queryable,
  kind: LinkKind,
  token: string,
  nowMs: number,
): Promise<{ readonly orgId: string; readonly link: AccessLink }> {
  const named = readToken('link', token);
  if (named !== null) {
    const { rows } = await db.query<LinkRow>(findSql, [named.orgId, named.hash, kind, new Date(nowMs)]);
    if (rows[0] !== undefined) return { orgId: named.orgId, link: linkOf(rows[0]) };
  }
  return fail('link_invalid', 'this link was used, has expired or was withdrawn');
}

const useSql = `
  UPDATE access_links SET used_at = $3
   WHERE org_id = $1 AND id = $2 AND used_at IS NULL AND revoked_at IS NULL`;

/** Uses a link up: of two at once, one raises `link_invalid`. */
export async function useLink(db: Queryable, orgId: string, id: string, nowMs: number): Promise<void> {
  const { rowCount } = await db.query(useSql, [orgId, id, new Date(nowMs)]);
  if (rowCount !== 1) fail('link_invalid', 'this link was used, has expired or was withdrawn');
}
