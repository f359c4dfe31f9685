import type pg from 'pg';

/** What cannot be the same in two orgs, or for two ways to cut the same commands into batches. */
const own = ['org_id', 'last_batch', 'head_hash'];

const tablesSql = `
  SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;

/** Every row of an org, by table, but for its chain of batches and its name. */
export async function orgRows(pool: pg.Pool, orgId: string): Promise<Record<string, string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(tablesSql);
  const found: Record<string, string[]> = {};
  for (const { name } of tables.filter((table) => !['batches', 'orgs'].includes(table.name))) {
    const { rows } = await pool.query<{ text: string }>(
      `SELECT (to_jsonb(t) - $2::text[])::text AS text FROM ${name} t WHERE org_id = $1 ORDER BY 1`,
      [orgId, own],
    );
    found[name] = rows.map(({ text }) => text);
  }
  return found;
}
