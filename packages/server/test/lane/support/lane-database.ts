import type pg from 'pg';
import { startMs } from '../../../../core/test/ledger/support/state.ts';
import { laneClient, openPool } from '../../../src/store/connection.ts';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import { createTestDatabase } from '../../postgres.ts';

/** A database of a test's own with the partitions of the stories' time, and a connection such as a lane has. */
export interface LaneDatabase {
  readonly pool: pg.Pool;
  readonly client: pg.Client;
  close(): Promise<void>;
}

export async function openLaneDatabase(): Promise<LaneDatabase> {
  const database = await createTestDatabase();
  const pool = openPool(database.connection, 4);
  const client = laneClient(database.connection);
  await client.connect();
  await ensurePartitions(pool, startMs);
  return {
    pool,
    client,
    async close() {
      await client.end();
      await pool.end();
      await database.drop();
    },
  };
}
