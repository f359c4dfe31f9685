import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';

/** Raises `not_found`. */
export async function orgName(db: Queryable, orgId: string): Promise<string> {
  const { rows } = await db.query<{ name: string }>('SELECT name FROM orgs WHERE org_id = $1', [orgId]);
  return (rows[0] ?? fail('not_found', 'there is no such org')).name;
}
