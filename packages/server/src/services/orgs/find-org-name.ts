import type { Queryable } from '../../store/connection.ts';

/** What an org is called by people; its id where there is no such org. */
export async function findOrgName(db: Queryable, orgId: string): Promise<string> {
  const { rows } = await db.query<{ name: string }>('SELECT name FROM orgs WHERE org_id = $1', [orgId]);
  return rows[0]?.name ?? orgId;
}
