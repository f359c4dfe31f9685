import type pg from 'pg';

const tablesSql = `
  SELECT relname AS name FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`;

/** What the dispatcher of alerts clears, and what followers derive, in their own time, whatever a test is about. */
const inTheirOwnTime = new Set(['alert_outbox', 'followers', 'usage_rollups', 'run_sums', 'norms', 'run_totals']);

/** What every table holds, as a digest by table: two of them are equal exactly where no row differs. */
export async function tableContents(pool: pg.Pool, except: readonly string[] = []): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(tablesSql);
  const selects = tables
    .filter(({ name }) => !inTheirOwnTime.has(name) && !except.includes(name))
    .map(
      ({ name }) => `SELECT '${name}' AS name, count(*) || ' rows, ' ||
        coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), 'none') AS digest FROM ${name} t`,
    );
  const { rows } = await pool.query<{ name: string; digest: string }>(selects.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
