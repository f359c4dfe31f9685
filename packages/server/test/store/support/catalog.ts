import type pg from 'pg';

const tables = `c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname <> 'schema_migrations'`;

/** What a schema is, as lines of text: the same lines are the same schema, however it was made. */
const catalogSql = `
  SELECT 'table ' || c.relname || ' ' || c.relkind::text || ' ' || coalesce(array_to_string(c.reloptions, ','), '') || ' ' ||
         coalesce(pg_get_partkeydef(c.oid), '') AS line
    FROM pg_class c WHERE ${tables}
   UNION ALL
  SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
         CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || a.attidentity::text || a.attgenerated::text
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE ${tables}
   UNION ALL
  SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
    FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid WHERE ${tables}
   UNION ALL
  SELECT 'index ' || pg_get_indexdef(i.indexrelid)
    FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid WHERE ${tables}
   UNION ALL
  SELECT 'view ' || c.relname || ' ' || pg_get_viewdef(c.oid)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v'
   UNION ALL
  SELECT 'other ' || c.relkind::text || ' ' || c.relname
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind NOT IN ('r', 'p', 'i', 'I', 'v')
   UNION ALL
  SELECT 'routine ' || p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
   UNION ALL
  SELECT 'trigger ' || t.tgname FROM pg_trigger t WHERE NOT t.tgisinternal
   ORDER BY 1`;

/** Tables, views, columns, defaults, constraints, indexes, partitioning and storage of the schema, a line each. */
export async function catalogOf(client: Pick<pg.Client, 'query'>): Promise<string[]> {
  return (await client.query<{ line: string }>(catalogSql)).rows.map(({ line }) => line);
}

export interface KeyRow {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

/** Primary keys, unique keys, unique indexes and foreign keys, each with its columns in order. */
export async function keysOf(client: Pick<pg.Client, 'query'>): Promise<KeyRow[]> {
  const { rows } = await client.query<KeyRow>(`
    SELECT c.relname AS table, k.conname AS name,
           array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS n (number, place)
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = n.number ORDER BY n.place) AS columns
      FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f') WHERE ${tables}
     UNION ALL
    SELECT c.relname, x.relname,
           array(SELECT pg_get_indexdef(i.indexrelid, place, true) FROM generate_series(1, i.indnkeyatts) AS place)
      FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid WHERE ${tables}
     ORDER BY 1, 2`);
  return rows;
}
