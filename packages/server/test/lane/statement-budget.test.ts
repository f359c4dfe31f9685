import type { Command } from '@cofferdam/core';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRun, reserve, settle, topUp } from '../../../core/test/ledger/support/commands.ts';
import { budget, startMs } from '../../../core/test/ledger/support/state.ts';
import type { LaneCommand } from '../../src/services/lane/command.ts';
import { newId } from '../../src/services/ids.ts';
import { laneClient, openPool } from '../../src/store/connection.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { counted } from './support/counting.ts';
import { renderWhole, TestOrg } from './support/org.ts';

/**
 * What a batch of 64 may cost, whatever its size. Statements a batch are the lane's cost, turns its latency: these
 * figures may go down, and a change that has to raise one says why in its commit.
 */
const allowed = {
  'a reserve batch, warm': { statements: 10, turns: 4 },
  'a settle batch, warm': { statements: 14, turns: 4 },
  'reserves and settles mixed, warm': { statements: 16, turns: 4 },
  'reserves and settles mixed, nothing remembered': { statements: 25, turns: 6 },
  'reserves refused for money, warm': { statements: 8, turns: 4 },
  'settles given again under new keys': { statements: 8, turns: 4 },
} as const;

const size = 64;

let database: TestDatabase;
let pool: pg.Pool;
let client: pg.Client;
let org: TestOrg;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.connection, 2);
  client = laneClient(database.connection);
  await client.connect();
  await ensurePartitions(pool, startMs);
  const budgets = ['org', 'agent', 'run'].map((per, index) => {
    return budget({ per: per as 'org', limit: 10n ** 12n, id: `00000000-0000-7000-8000-00000000000${index}` });
  });
  org = await new TestOrg(pool, client, startMs).found(budgets);
  await org.batch(lane([topUp(10n ** 15n, 'credit'), createRun('a-run', { limitNanoUsd: 10n ** 12n })]));
  await org.batch(lane(reserves(1)));
});

afterAll(async () => {
  await client.end();
  await pool.end();
  await database.drop();
});

function lane(commands: readonly Command[]): LaneCommand[] {
  return commands.map((command, index) => ({
    command,
    idempotency: { operation: command.kind, key: newId(startMs), requestHash: String(index) },
    render: renderWhole,
  }));
}

function reserves(count: number, amountNanoUsd = 100n): Command[] {
  return Array.from({ length: count }, () => reserve(newId(startMs), amountNanoUsd, { run: 'a-run' }));
}

function settles(reserved: readonly Command[]): Command[] {
  return reserved.flatMap((command) => (command.kind === 'reserve' ? [settle(command.id, 90n)] : []));
}

async function expectWithin(name: keyof typeof allowed, commands: readonly Command[]): Promise<void> {
  const counts = await counted(client, () => org.batch(lane(commands)));
  expect({ [name]: counts }).toEqual({ [name]: allowed[name] });
}

async function opened(): Promise<Command[]> {
  const commands = reserves(size / 2);
  await org.batch(lane(commands));
  return commands;
}

test('batches of 64 keep to their budget of statements and round trips', async () => {
  await expectWithin('a reserve batch, warm', reserves(size));
  await expectWithin('a settle batch, warm', settles([...(await opened()), ...(await opened())]));
  await expectWithin('reserves and settles mixed, warm', [...reserves(size / 2), ...settles(await opened())]);
  const again = await opened();
  org.snapshot = null;
  await expectWithin('reserves and settles mixed, nothing remembered', [...reserves(size / 2), ...settles(again)]);
  await expectWithin('reserves refused for money, warm', reserves(size, 10n ** 13n));
  await expectWithin('settles given again under new keys', settles(again));
});

test('a batch of 256 costs no more statements than one of 64', async () => {
  const counts = await counted(client, () => org.batch(lane(reserves(256))));
  expect(counts).toEqual(allowed['a reserve batch, warm']);
});
