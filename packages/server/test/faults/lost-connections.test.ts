import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { laneConnections } from '../../src/services/lane/connections.ts';
import { inTransaction, laneClient, openPool } from '../../src/store/connection.ts';
import type { ServerNode } from '../../src/wire.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { call, type Reply, startNode, tally } from '../lane/support/nodes.ts';
import { type CutPoint, type CuttingProxy, startProxy } from './support/cutting-proxy.ts';
import { untilAnswered } from './support/retrying.ts';

const callers = 20;

let database: TestDatabase;
let proxy: CuttingProxy;
let node: ServerNode;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  proxy = await startProxy(database.connection);
  node = await startNode(proxy.database);
  pool = openPool(database.connection, 2);
  await reserve('warms-up');
});

afterEach(async () => {
  expect((await verifyDatabase(pool)).differences).toEqual([]);
  await node.close();
  await proxy.close();
  await pool.end();
  await database.drop();
});

function reserve(key: string): Promise<Reply> {
  return call(node, 'POST', '/v1/reservations', { agent: 'bot', amount_usd: '0.5' }, { 'idempotency-key': key });
}

function keys(name: string): string[] {
  return Array.from({ length: callers }, (_, index) => `${name}-${index}`);
}

async function storedIds(): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM reservations ORDER BY id');
  return rows.map(({ id }) => id);
}

const points: readonly CutPoint[] = ['before BEGIN', 'before COMMIT', 'after COMMIT'];

test.each(points)(
  'a connection cut %s: what was answered is there once, what was not is there whole or not at all',
  async (point) => {
    proxy.cutAt(point);
    const replies = await Promise.all(keys('cut').map(reserve));
    expect(proxy.cuts()).toBe(1);
    const answered = replies.filter(({ status }) => status === 201).map(({ body }) => String(body['id']));
    expect(await storedIds()).toEqual(expect.arrayContaining(answered));
    expect(Object.keys(tally(replies)).filter((answer) => !['201', '503 store_unavailable'].includes(answer))).toEqual(
      [],
    );

    const again = await Promise.all(keys('cut').map((key) => untilAnswered(() => reserve(key))));
    for (const [index, { status, body }] of replies.entries()) {
      if (status === 201) expect(again[index]!.body['id']).toBe(body['id']);
    }
    const ids = new Set(again.map(({ body }) => String(body['id'])));
    expect(ids.size).toBe(callers);
    expect(await storedIds()).toHaveLength(callers + 1);
  },
);

test.each(['before COMMIT', 'after COMMIT'] as const)(
  'a commit whose answer is lost %s is looked up by the lane, and its callers are answered',
  async (point) => {
    proxy.cutAt(point);
    const replies = await Promise.all(keys('lost').map(reserve));
    expect(tally(replies)).toEqual({ '201': callers });
    expect(await storedIds()).toEqual(expect.arrayContaining(replies.map(({ body }) => String(body['id']))));
  },
);

test('a connection that the database ended while nobody used it is forgotten: the next batch gets another', async () => {
  const made: pg.Client[] = [];
  const connect = (): pg.Client => {
    const client = laneClient(database.connection);
    made.push(client);
    return client;
  };
  const connections = laneConnections({ connect, size: 1, batchTimeoutMs: 2_500 });
  const session = (): Promise<number> =>
    connections.use(
      async (client) => (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid,
    );
  const first = await session();
  const ended = new Promise((resolve) => made[0]!.once('end', resolve));
  await pool.query('SELECT pg_terminate_backend($1)', [first]);
  await ended;
  expect(await session()).not.toBe(first);
  await connections.end();
});

test('a connection that breaks between two queries of a transaction says so with the next one, and ends no process', async () => {
  const lent = openPool(database.connection, 1);
  const work = inTransaction(lent, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    // Without a listener of its own, Node ends the process where a client tells of its end.
    expect(tx.listenerCount('error')).toBeGreaterThan(0);
    const ended = new Promise((resolve) => tx.once('end', resolve));
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    await ended;
    return tx.query('SELECT 1');
  });
  await expect(work).rejects.toThrow(/not queryable|terminat/);
  expect((await lent.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await lent.end();
});

test('sessions that are terminated under load: every caller gets its one effect by asking again', async () => {
  const ending = Promise.all(
    Array.from({ length: 5 }, () =>
      pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'cofferdam-lane%'",
      ),
    ),
  );
  const names = Array.from({ length: 10 }, (_, round) => keys(`round-${round}`)).flat();
  const replies = await Promise.all(names.map((key) => untilAnswered(() => reserve(key))));
  await ending;
  expect(tally(replies)).toEqual({ '201': names.length });
  expect(await storedIds()).toHaveLength(names.length + 1);
});
