import { expect, onTestFinished, test } from 'vitest';
import { openPool } from '../../src/store/connection.ts';
import type { EmbeddedPostgres } from '../../src/store/embedded/index.ts';
import { verifyDatabase } from '../../src/verify.ts';
import type { ServerNode } from '../../src/wire.ts';
import { call, type Reply, startNode } from '../lane/support/nodes.ts';
import { ownDirectory, startPostgres } from './support/own-postgres.ts';
import { untilAnswered } from './support/retrying.ts';

async function nodeOn(embedded: EmbeddedPostgres): Promise<ServerNode> {
  const node = await startNode(embedded.connection);
  onTestFinished(() => node.close());
  return node;
}

function reserve(node: ServerNode, key: string): Promise<Reply> {
  return call(node, 'POST', '/v1/reservations', { agent: 'bot', amount_usd: '0.5' }, { 'idempotency-key': key });
}

async function statuses(node: ServerNode, ...paths: readonly string[]): Promise<number[]> {
  return (await Promise.all(paths.map((path) => call(node, 'GET', path)))).map(({ status }) => status);
}

async function expectVerified(embedded: EmbeddedPostgres, reservations: number): Promise<void> {
  const pool = openPool(embedded.connection, 1);
  const { checked, differences } = await verifyDatabase(pool);
  await pool.end();
  expect(differences).toEqual([]);
  expect(checked['reservations']).toBe(reservations);
}

test('while the database is gone the answer is no and readiness is red; when it is back, everything goes on by itself', async () => {
  const dataDir = await ownDirectory();
  const first = await startPostgres(dataDir);
  const node = await nodeOn(first);
  const { body, status } = await reserve(node, 'before');
  expect(status).toBe(201);
  await first.stop();

  const refused = await Promise.all([
    reserve(node, 'during'),
    call(node, 'POST', `/v1/reservations/${String(body['id'])}/settle`, { cost_usd: '1' }),
    call(node, 'POST', '/v1/usage', { id: 'u', source: 'meter', agent: 'bot', cost_usd: '1' }),
    call(node, 'POST', '/v1/budgets', { name: 'b', per: 'org', window: 'day', limit_usd: '1' }),
    call(node, 'GET', `/v1/reservations/${String(body['id'])}`),
  ]);
  expect(refused.map((reply) => [reply.status, reply.code])).toEqual(refused.map(() => [503, 'store_unavailable']));
  expect(await statuses(node, '/readyz', '/healthz')).toEqual([503, 200]);

  const second = await startPostgres(dataDir);
  expect((await untilAnswered(() => reserve(node, 'during'))).status).toBe(201);
  expect(await statuses(node, '/readyz')).toEqual([200]);
  expect((await reserve(node, 'before')).body['id']).toBe(body['id']);
  await expectVerified(second, 2);
});

test('a database that is frozen in the middle of work holds no caller for ever, and nobody gets half an effect', async () => {
  const embedded = await startPostgres(await ownDirectory());
  const node = await nodeOn(embedded);
  await reserve(node, 'before');
  const pool = openPool(embedded.connection, 1);
  const { rows } = await pool.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'cofferdam%'",
  );
  const frozen = [embedded.pid()!, ...rows.map(({ pid }) => pid)];
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => frozen.forEach((pid) => process.kill(pid, name));
  signal('SIGSTOP');
  const replies = await Promise.all(['a', 'b', 'c'].map((key) => reserve(node, key))).finally(() => signal('SIGCONT'));
  expect(replies.map((reply) => reply.code)).toEqual(replies.map(() => 'store_unavailable'));
  const again = await Promise.all(['a', 'b', 'c'].map((key) => untilAnswered(() => reserve(node, key))));
  expect(again.map(({ status }) => status)).toEqual([201, 201, 201]);
  await pool.end();
  await expectVerified(embedded, 4);
});

test('a database that is killed under load comes back by itself, with all that was answered and nothing twice', async () => {
  const embedded = await startPostgres(await ownDirectory());
  const node = await nodeOn(embedded);
  await reserve(node, 'before');
  const keys = Array.from({ length: 300 }, (_, index) => `key-${index}`);
  const asked = keys.map((key, index) => {
    if (index === 150) process.kill(embedded.pid()!, 'SIGKILL');
    return untilAnswered(() => reserve(node, key));
  });
  const replies = await Promise.all(asked);
  expect(new Set(replies.map(({ body }) => body['id'])).size).toBe(keys.length);
  expect(replies.every(({ status }) => status === 201)).toBe(true);
  await expectVerified(embedded, keys.length + 1);
});
