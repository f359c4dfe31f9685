import type { Command } from '@cofferdam/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expire, record, report, reserve } from '../../../core/test/ledger/support/commands.ts';
import { startMs } from '../../../core/test/ledger/support/state.ts';
import { newId } from '../../src/services/ids.ts';
import { laneClient, openPool } from '../../src/store/connection.ts';
import { maxExpiriesPerBatch } from '../../src/store/lane/load.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { renderWhole, TestOrg } from './support/org.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

test('a batch closes a bounded number of what is due before its own commands, and the batches after it the rest', async () => {
  const pool = openPool(database.connection, 1);
  const client = laneClient(database.connection);
  await client.connect();
  await ensurePartitions(pool, startMs);
  const org = await new TestOrg(pool, client, startMs).found();
  const batch = (commands: readonly Command[]) =>
    org.batch(commands.map((command) => ({ command, idempotency: null, render: renderWhole })));
  const count = 2 * maxExpiriesPerBatch + 50;
  await batch(Array.from({ length: count }, () => reserve(newId(startMs), 1n, { ttlMs: 1_000 })));
  org.nowMs += 2_000;
  const open: number[] = [];
  await batch([record(report('a-call', 1n))]);
  for (let again = 0; again < 3; again += 1) {
    const due = await org.due();
    open.push(due.length);
    await batch([expire(due[0] ?? newId(startMs))]);
  }
  expect(open).toEqual([count - maxExpiriesPerBatch, count - 2 * maxExpiriesPerBatch, 0]);
  await client.end();
  await pool.end();
});
