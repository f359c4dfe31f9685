import type { Queryable } from '../../store/connection.ts';
import { keptOverrideOf, overrideColumns, type KeptOverride, type OverrideRow } from './stored-override.ts';

const listSql = `
  SELECT ${overrideColumns} FROM price_overrides
   WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`;

/** Every price that the org ever set, the one set last first. */
export async function listOverrides(
  db: Queryable,
  orgId: string,
  beforeId: string | null,
  limit: number,
): Promise<KeptOverride[]> {
  const { rows } = await db.query<OverrideRow>(listSql, [orgId, beforeId, limit]);
  return rows.map(keptOverrideOf);
}
