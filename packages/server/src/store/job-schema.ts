import { Logger, runMigrations } from 'graphile-worker';
import { type ConnectionConfig, openJobPool } from './connection.ts';

const silent = new Logger(() => () => undefined);

/** Brings the tables of the job queue up to date, in their own schema; any number of nodes may do so at once. */
export async function migrateJobs(config: ConnectionConfig): Promise<void> {
  const pool = openJobPool(config, 1);
  try {
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await pool.end();
  }
}
