import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { runStatement } from '../../postgres.ts';
import { startTestNode, type Reply, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  // The clock stands still, so that the key stays as it was last read.
  const now = Date.UTC(2026, 10, 23, 12, 0, 0);
  node = await startTestNode({ clock: () => now });
});
afterAll(() => node.close());

/** Lets nobody into the node's database, or everybody again. */
async function allowConnections(allowed: boolean): Promise<void> {
  const server = inject('testServer');
  const database = String(node.pool.options.database);
  await runStatement(server, `ALTER DATABASE ${database} ALLOW_CONNECTIONS ${allowed}`);
  await runStatement(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);
}

const reserve = (key: string, body: object): Promise<Reply> =>
  node.call('POST', '/v1/reservations', body, { 'idempotency-key': key });

it('503 is the answer while the store cannot answer, says when to ask again, and is never kept', async () => {
  const body = { agent: 'bot', amount_usd: '1' };
  const before = await reserve('before', body);
  await allowConnections(false);
  const refused = [
    await reserve('during', body),
    await reserve('before', body),
    await node.call('GET', '/v1/usage'),
    await node.call('POST', '/v1/keys', { name: 'k', kind: 'admin' }),
    await node.as('some-key-that-is-not-remembered')('GET', '/v1/usage'),
    await node.call('GET', '/readyz'),
  ];
  for (const reply of refused) {
    expect(reply.json).toMatchObject({ status: 503, code: 'store_unavailable' });
    expect(reply.headers['retry-after']).toBe('1');
    expect(reply.headers['x-should-retry']).toBeUndefined();
    expect(reply.text).not.toMatch(/postgres|pg_|cofferdam_test/i);
  }
  expect((await node.call('GET', '/healthz')).status).toBe(200);
  await allowConnections(true);
  expect((await reserve('during', body)).status).toBe(201);
  expect((await reserve('before', body)).text).toBe(before.text);
  expect((await node.call('GET', '/readyz')).status).toBe(200);
});
