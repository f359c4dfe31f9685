import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweepExpired } from '../../src/services/housekeeping/sweep.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { type Nodes, startNodes } from '../lane/support/nodes.ts';

let nowMs: number;
let nodes: Nodes;

beforeEach(async () => {
  nowMs = Math.floor(Date.now() / 60_000) * 60_000;
  nodes = await startNodes(1, { clock: () => nowMs });
});

afterEach(async () => {
  await nodes.expectVerified();
  await nodes.close();
});

function sweep(): Promise<number> {
  const { pool, lanes } = nodes.nodes[0]!.context;
  return sweepExpired(pool, lanes, nowMs);
}

async function reserve(body: Record<string, unknown>): Promise<string> {
  return String((await nodes.must('/v1/reservations', { agent: 'bot', ...body })).body['id']);
}

async function counter(budget: unknown): Promise<unknown> {
  const { body } = await nodes.get(`/v1/budgets/${String(budget)}/counters`);
  return body['data'];
}

test('what nobody settles is given back or charged by the sweeper, as on_expiry says, without a call to its org', async () => {
  const { body: budget } = await nodes.must('/v1/budgets', {
    name: 'org',
    per: 'org',
    window: 'lifetime',
    limit_usd: '10',
  });
  const released = await reserve({ amount_usd: '2', ttl_seconds: 60, on_expiry: 'release' });
  const charged = await reserve({ amount_usd: '3', ttl_seconds: 60, on_expiry: 'charge' });
  const open = await reserve({ amount_usd: '1', ttl_seconds: 3_600 });
  expect(await sweep()).toBe(0);
  nowMs += 61_000;
  expect(await sweep()).toBe(1);
  const states = await Promise.all([released, charged, open].map((id) => nodes.get(`/v1/reservations/${id}`)));
  expect(states.map(({ body }) => [body['state'], body['cost_usd']])).toEqual([
    ['expired', null],
    ['expired', '3'],
    ['held', null],
  ]);
  expect(await counter(budget['id'])).toMatchObject([{ spent_usd: '3', reserved_usd: '1', available_usd: '6' }]);
});

test('a settle that comes after the sweeper is booked in full, late: the estimate is corrected, never added to', async () => {
  const { body: budget } = await nodes.must('/v1/budgets', {
    name: 'org',
    per: 'org',
    window: 'lifetime',
    limit_usd: '10',
  });
  const released = await reserve({ amount_usd: '2', ttl_seconds: 60, on_expiry: 'release' });
  const charged = await reserve({ amount_usd: '3', ttl_seconds: 60, on_expiry: 'charge' });
  nowMs += 61_000;
  await sweep();
  const settled = await Promise.all([
    nodes.must(`/v1/reservations/${released}/settle`, { cost_usd: '2.5' }),
    nodes.must(`/v1/reservations/${charged}/settle`, { cost_usd: '0.5' }),
  ]);
  expect(settled.map(({ body }) => [body['late'], body['cost_usd']])).toEqual([
    [true, '2.5'],
    [true, '0.5'],
  ]);
  expect(await counter(budget['id'])).toMatchObject([{ spent_usd: '3', reserved_usd: '0' }]);
});

test('the sweeper sees every org that has something due, and no other', async () => {
  const made = await Promise.all(['one', 'two'].map((name) => nodes.must('/v1/orgs', { name })));
  for (const { body } of made) {
    const { secret } = body['admin_key'] as { secret: string };
    await nodes.must(
      '/v1/reservations',
      { agent: 'bot', amount_usd: '1', ttl_seconds: 1 },
      { authorization: `Bearer ${secret}` },
    );
  }
  await reserve({ amount_usd: '1', ttl_seconds: 3_600 });
  nowMs += 2_000;
  expect(await sweep()).toBe(2);
  const { rows } = await nodes.pool.query(
    'SELECT state, count(*)::int AS count FROM reservations GROUP BY state ORDER BY 1',
  );
  expect(rows).toEqual([
    { state: 'expired', count: 2 },
    { state: 'held', count: 1 },
  ]);
});

test('an extension moves the expiry: the sweeper leaves it until the new time, and a release ends it', async () => {
  const id = await reserve({ amount_usd: '1', ttl_seconds: 60 });
  await nodes.must(`/v1/reservations/${id}/extend`, { ttl_seconds: 600 });
  nowMs += 61_000;
  expect(await sweep()).toBe(0);
  await nodes.must(`/v1/reservations/${id}/release`, {});
  nowMs += 600_000;
  expect(await sweep()).toBe(0);
});

test('an entry that no reservation stands behind does not keep the sweeper busy for ever, and verify names it', async () => {
  const id = await reserve({ amount_usd: '1', ttl_seconds: 1 });
  const orphan = id.replace(/.{4}$/, 'dead');
  await nodes.pool.query('INSERT INTO open_reservations SELECT org_id, $1, expires_at FROM open_reservations', [
    orphan,
  ]);
  nowMs += 2_000;
  await sweep();
  expect((await nodes.get(`/v1/reservations/${id}`)).body['state']).toBe('expired');
  const { differences } = await verifyDatabase(nodes.pool);
  expect(differences).toMatchObject([{ kind: 'open_reservation', subject: orphan }]);
  await nodes.pool.query('DELETE FROM open_reservations');
});
