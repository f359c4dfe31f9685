import type { Queryable } from '../../store/connection.ts';
import { isEnd, keptOverrideOf, overrideColumns, type KeptOverride, type OverrideRow } from './stored-override.ts';

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

const inForceSql = `
  SELECT DISTINCT ON (provider, model) ${overrideColumns} FROM price_overrides
   WHERE org_id = $1 AND effective_from <= $2 ORDER BY provider, model, effective_from DESC, id DESC`;

/** The org's own prices that hold at an instant, by provider and model. */
export async function overridesInForce(db: Queryable, orgId: string, timeMs: number): Promise<KeptOverride[]> {
  const { rows } = await db.query<OverrideRow>(inForceSql, [orgId, new Date(timeMs)]);
  return rows.map(keptOverrideOf).filter((override) => !isEnd(override));
}
