import { decideSession, type Holder } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const holders = sqlFile('live/holders.sql');

/** Whose key or session it is that somebody listens by, and as what they were let in. */
export interface Credential {
  readonly orgId: string;
  /** The id of the key, or of the session. */
  readonly id: string;
  readonly holder: Holder;
}

interface HolderRow {
  org_id: string;
  id: string;
  holder: Holder;
  created_at: number | null;
  last_seen_at: number | null;
}

function isOver({ created_at: createdMs, last_seen_at: lastSeenMs }: HolderRow, nowMs: number): boolean {
  if (createdMs === null || lastSeenMs === null) return false;
  return decideSession({ createdMs, lastSeenMs, tokenIssuedMs: nowMs }, false, nowMs) === 'ended';
}

/**
 * Tells of credentials whether they are still as they were: not revoked, not signed out, not of another role. To listen
 * is not to use a session: one that does nothing else ends.
 */
export async function stillAllowed(
  db: Queryable,
  credentials: readonly Credential[],
  nowMs: number,
): Promise<(credential: Credential) => boolean> {
  const values = [credentials.map(({ orgId }) => orgId), credentials.map(({ id }) => id)];
  const { rows } = await db.query<HolderRow>({ ...holders, values });
  const good = new Map(rows.filter((row) => !isOver(row, nowMs)).map((row) => [`${row.org_id} ${row.id}`, row.holder]));
  return ({ orgId, id, holder }) => good.get(`${orgId} ${id}`) === holder;
}
