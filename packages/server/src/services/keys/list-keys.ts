import type { Queryable } from '../../store/connection.ts';
import { keyColumns, keyOf, type Key, type KeyRow } from './key.ts';

const listSql = `
  SELECT ${keyColumns} FROM api_keys
   WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`;

/** Keys of an org, newest first, those that were revoked included. */
export async function listKeys(db: Queryable, orgId: string, beforeId: string | null, limit: number): Promise<Key[]> {
  const { rows } = await db.query<KeyRow>(listSql, [orgId, beforeId, limit]);
  return rows.map(keyOf);
}
