import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { openPool, type ConnectionConfig } from './connection.ts';
import { migrateJobs } from './job-schema.ts';
import { sqlFolder } from './sql-file.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** The migrations in their order: numbered files, forward only. */
export function migrations(): Migration[] {
  const folder = sqlFolder('migrations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => ({ version: Number(name.slice(0, 4)), name, sql: readFileSync(new URL(name, folder), 'utf8') }));
}

/** The database was migrated by a newer Cofferdam: this one would not know what it reads. */
export class DatabaseTooNew extends Error {
  constructor(version: number) {
    super(
      `The database is at schema version ${version}, which this version of Cofferdam does not know. Start the newer one.`,
    );
  }
}

async function applyPending(client: pg.PoolClient): Promise<void> {
  // Two nodes that start at once queue on this lock, and the second finds nothing left to do.
  await client.query('LOCK TABLE schema_migrations IN EXCLUSIVE MODE');
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0)::int AS version FROM schema_migrations',
  );
  const current = rows[0]!.version;
  const all = migrations();
  if (current > all.at(-1)!.version) throw new DatabaseTooNew(current);
  for (const migration of all.filter((one) => one.version > current)) {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, now())', [
      migration.version,
      migration.name,
    ]);
  }
}

const createLog = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)`;

/** Brings the schema up to date in one transaction, and then that of the job queue. Raises `DatabaseTooNew`. */
export async function migrate(config: ConnectionConfig): Promise<void> {
  const pool = openPool(config, 1);
  try {
    // "IF NOT EXISTS" is no lock: of two first starts at once, one fails here and finds the table the second time.
    await pool.query(createLog).catch(() => pool.query(createLog));
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await applyPending(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
  await migrateJobs(config);
}
