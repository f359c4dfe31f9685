import { afterAll, beforeAll, expect, test } from 'vitest';
import { reserve } from '../../../core/test/ledger/support/commands.ts';
import { budget, startMs } from '../../../core/test/ledger/support/state.ts';
import { newId } from '../../src/services/ids.ts';
import type { LaneCommand } from '../../src/services/lane/command.ts';
import { type LaneDatabase, openLaneDatabase } from './support/lane-database.ts';
import { renderWhole, TestOrg } from './support/org.ts';

let database: LaneDatabase;
let pool: LaneDatabase['pool'];
let client: LaneDatabase['client'];

beforeAll(async () => {
  database = await openLaneDatabase();
  ({ pool, client } = database);
});

afterAll(() => database.close());

function reserving(amountNanoUsd: bigint): LaneCommand {
  return { command: reserve(newId(startMs), amountNanoUsd), idempotency: null, render: renderWhole };
}

test('a batch that finds the lane taken waits, and is decided once, on what the other left', async () => {
  const org = await new TestOrg(pool, client, startMs).found([budget({ limit: 100n, id: newId(startMs) })]);
  expect(await org.batch([reserving(60n)])).toMatchObject([{ status: 200, seq: 1 }]);
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM org_lanes WHERE org_id = $1 FOR UPDATE', [org.id]);
  const answers = org.batch([reserving(60n)]);
  const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1);
  await other.query('UPDATE counters SET reserved = 0 WHERE org_id = $1', [org.id]);
  await other.query('UPDATE org_lanes SET seq = seq + 1 WHERE org_id = $1', [org.id]);
  await other.query('COMMIT');
  other.release();
  expect(await answers).toMatchObject([{ status: 200, seq: 3 }]);
});
