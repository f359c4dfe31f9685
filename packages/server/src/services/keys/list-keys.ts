import type { Queryable } from '../../store/connection.ts';
import { keyColumns, keyOf, type Key, type KeyRow } from './key.ts';

const listSql = `
  SELECT ${keyColumns} FROM api_keys
   WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::text IS NULL OR agent = $3 OR pins ->> 'agent' = $3)
   ORDER BY id DESC LIMIT $4`;

export interface KeySearch {
  /** Keys that are this agent's own, or pin it; null for any. */
  readonly agent: string | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Keys of an org, newest first, those that were revoked included. */
export async function listKeys(db: Queryable, orgId: string, search: KeySearch): Promise<Key[]> {
  const { agent, beforeId, limit } = search;
  const { rows } = await db.query<KeyRow>(listSql, [orgId, beforeId, agent, limit]);
  return rows.map(keyOf);
}
