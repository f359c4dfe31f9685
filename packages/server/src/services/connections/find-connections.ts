import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { type Connection, type ConnectionRow, type SealedConnection, sealedConnectionOf } from './connection.ts';
import { statements } from './statements.ts';

export async function findSealed(db: Queryable, orgId: string, name: string): Promise<SealedConnection | null> {
  const { rows } = await db.query<ConnectionRow>({ ...statements.findConnection, values: [orgId, name] });
  return rows[0] === undefined ? null : sealedConnectionOf(rows[0]);
}

/** Raises `not_found`. */
export async function requireSealed(db: Queryable, orgId: string, name: string): Promise<SealedConnection> {
  return (await findSealed(db, orgId, name)) ?? fail('not_found', `there is no connection ${name}`);
}

/** Connections of an org, newest first. */
export async function listConnections(
  db: Queryable,
  orgId: string,
  beforeId: string | null,
  limit: number,
): Promise<Connection[]> {
  const { rows } = await db.query<ConnectionRow>({ ...statements.listConnections, values: [orgId, beforeId, limit] });
  return rows.map(sealedConnectionOf);
}
