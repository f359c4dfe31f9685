import type { Queryable } from '../../store/connection.ts';

export interface Org {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
}

const listSql = `
  SELECT org_id, name, created_at FROM orgs WHERE $1::uuid IS NULL OR org_id < $1 ORDER BY org_id DESC LIMIT $2`;

/** The orgs of the installation, newest first: for operators only. */
export async function listOrgs(db: Queryable, beforeId: string | null, limit: number): Promise<Org[]> {
  const { rows } = await db.query<{ org_id: string; name: string; created_at: number }>(listSql, [beforeId, limit]);
  return rows.map(({ org_id: id, name, created_at: createdMs }) => ({ id, name, createdMs }));
}
