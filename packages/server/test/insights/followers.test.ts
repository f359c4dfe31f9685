import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Follower, FollowedRecord } from '../../src/insights/followers/follower.ts';
import { Following } from '../../src/insights/followers/following.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

let node: TestNode;
let nowMs = Date.parse('2026-11-23T12:00:00Z');

beforeAll(async () => {
  node = await startTestNode();
  await node.pool.query('CREATE TABLE seen (follower text NOT NULL, id uuid NOT NULL, seq bigint NOT NULL)');
});
afterAll(() => node.close());

let made = 0;

/** Some records in one command, so that they share their seq. */
async function record(count: number): Promise<void> {
  const body = Array.from({ length: count }, () => ({ id: `u${(made += 1)}`, source: 't', agent: 'a', cost_usd: '1' }));
  expect((await node.call('POST', '/v1/usage', body)).status).toBe(201);
}

/** Writes down what it is given, without a guard against seeing anything twice. */
function recorder(name: string, stepRecords: number, trouble: () => void = () => undefined): Follower {
  return {
    name,
    stepRecords,
    async follow(tx, _orgId, records: readonly FollowedRecord[]) {
      for (const { id, seq } of records) await tx.query('INSERT INTO seen VALUES ($1, $2, $3)', [name, id, seq]);
      trouble();
    },
  };
}

function followingOf(errors: unknown[], ...followers: readonly Follower[]): Following {
  const { pool } = node.node.context;
  return new Following({ pool, followers, nowMs: () => nowMs, onError: (error) => errors.push(error) });
}

/** Each record as often as the follower saw it, in the order of seeing, and each once as the ledger has them. */
async function seenAndTrue(name: string): Promise<[unknown[], unknown[]]> {
  const seen = await node.pool.query<{ id: string }>('SELECT id FROM seen WHERE follower = $1 ORDER BY id', [name]);
  const records = await node.pool.query<{ id: string }>('SELECT id FROM usage_records ORDER BY id');
  return [seen.rows, records.rows];
}

async function expectExactlyOnce(name: string): Promise<void> {
  const [seen, records] = await seenAndTrue(name);
  expect(seen).toEqual(records);
}

test('every record is given once, in any steps, and a step may end between two records of one command', async () => {
  await record(5);
  const following = followingOf([], recorder('by-two', 2), recorder('by-hundred', 100));
  await following.catchUp();
  await expectExactlyOnce('by-two');
  await record(3);
  await record(1);
  await following.catchUp();
  await expectExactlyOnce('by-two');
  await expectExactlyOnce('by-hundred');
  expect(await following.step()).toBe(false);
});

test('several nodes follow at once, and nothing is seen twice or left out', async () => {
  const nodes = [1, 2, 3].map(() => followingOf([], recorder('shared', 3)));
  await Promise.all([record(4), ...nodes.map((one) => one.catchUp()), record(7)]);
  await Promise.all(nodes.map((one) => one.catchUp()));
  for (const one of nodes) await one.catchUp();
  await expectExactlyOnce('shared');
});

test('a step that fails leaves nothing, keeps no other follower waiting, and is taken again after a rest', async () => {
  const errors: unknown[] = [];
  let failures = 2;
  const failing = recorder('failing', 4, () => {
    if (failures-- > 0) throw new Error('not now');
  });
  const following = followingOf(errors, failing, recorder('sound', 100));
  await following.catchUp();
  await expectExactlyOnce('sound');
  expect((await seenAndTrue('failing'))[0]).toEqual([]);
  nowMs += 1_000;
  await following.catchUp();
  expect(errors).toEqual([new Error('not now'), new Error('not now')]);
  nowMs += 1_999;
  await following.catchUp();
  expect((await seenAndTrue('failing'))[0]).toEqual([]);
  nowMs += 1;
  await following.catchUp();
  await expectExactlyOnce('failing');
});
