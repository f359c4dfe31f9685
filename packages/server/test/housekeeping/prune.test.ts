import { afterEach, beforeEach, expect, test } from 'vitest';
import { prune } from '../../src/services/housekeeping/prune.ts';
import { call, type Nodes, startNodes } from '../lane/support/nodes.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The time of the test ends up at the real one: what is checked in SQL knows no other. */
let nowMs: number;
let nodes: Nodes;

beforeEach(async () => {
  nowMs = Math.floor(Date.now() / hourMs) * hourMs - 3 * dayMs;
  nodes = await startNodes(1, { clock: () => nowMs });
});

afterEach(async () => {
  await nodes.expectVerified();
  await nodes.close();
});

async function windows(): Promise<string[]> {
  const { rows } = await nodes.pool.query<{ name: string }>(
    'SELECT b.name FROM counters c JOIN budgets b ON b.org_id = c.org_id AND b.id = c.budget_id ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}

async function budgets(...kinds: readonly string[]): Promise<string[]> {
  const made = [];
  for (const window of kinds)
    made.push(await nodes.must('/v1/budgets', { name: window, per: 'org', window, limit_usd: '10' }));
  return made.map(({ body }) => String(body['id']));
}

async function reserve(amountUsd: string, ttlSeconds = 86_400): Promise<string> {
  return String(
    (await nodes.must('/v1/reservations', { agent: 'bot', amount_usd: amountUsd, ttl_seconds: ttlSeconds })).body['id'],
  );
}

test('minute and hour counters go 48 hours after their window, day counters stay; a late settle leaves no half counter', async () => {
  await budgets('minute', 'hour', 'day');
  const settled = await reserve('1');
  const forgotten = await reserve('1', 60);
  await nodes.must(`/v1/reservations/${settled}/settle`, { cost_usd: '1' });
  nowMs += 47 * hourMs;
  await nodes.must('/v1/usage', { id: 'wakes-the-org', source: 'meter', agent: 'bot', cost_usd: '0' });
  await prune(nodes.pool, nowMs);
  expect(await windows()).toEqual(['day', 'hour', 'minute']);
  nowMs += 3 * hourMs;
  await prune(nodes.pool, nowMs);
  expect(await windows()).toEqual(['day']);
  const { body } = await nodes.must(`/v1/reservations/${forgotten}/settle`, { cost_usd: '1' });
  expect(body).toMatchObject({ late: true, cost_usd: '1' });
  expect(await windows()).toEqual(['day']);
});

test('a counter that an open reservation stands on is kept, however old its window, and frees what it held', async () => {
  await budgets('minute');
  const id = await reserve('1');
  for (let day = 0; day < 3; day += 1) {
    nowMs += dayMs - 1_000;
    await nodes.must(`/v1/reservations/${id}/extend`, { ttl_seconds: 86_400 });
  }
  await prune(nodes.pool, nowMs);
  expect(await windows()).toEqual(['minute']);
  await nodes.must(`/v1/reservations/${id}/settle`, { cost_usd: '1' });
  await nodes.expectVerified();
  await prune(nodes.pool, nowMs);
  expect(await windows()).toEqual([]);
});

test('a node that remembers a counter forgets it when it is deleted', async () => {
  await budgets('hour');
  await nodes.must(`/v1/reservations/${await reserve('1')}/settle`, { cost_usd: '1' });
  nowMs += 50 * hourMs;
  await prune(nodes.pool, nowMs);
  await nodes.must('/v1/usage', {
    id: 'u',
    source: 'meter',
    agent: 'bot',
    cost_usd: '1',
    time: new Date(nowMs - 50 * hourMs).toISOString(),
  });
  expect(await windows()).toEqual([]);
});

test('answers under an Idempotency-Key are kept for 7 days: a repeat then is a new request', async () => {
  const body = { agent: 'bot', amount_usd: '1', ttl_seconds: 1 };
  const key = { 'idempotency-key': 'a-key' };
  const first = await nodes.must('/v1/reservations', body, key);
  await prune(nodes.pool, nowMs + 7 * dayMs - 1_000);
  expect((await nodes.must('/v1/reservations', body, key)).text).toBe(first.text);
  await prune(nodes.pool, nowMs + 7 * dayMs + 1_000);
  expect((await nodes.must('/v1/reservations', body, key)).body['id']).not.toBe(first.body['id']);
});

test('a budget that is deleted while it holds reservations takes its counters with it, and their settle finds nothing amiss', async () => {
  const [hour, day] = await budgets('hour', 'day');
  const id = await reserve('1');
  const gone = await call(nodes.nodes[0]!, 'DELETE', `/v1/budgets/${hour!}`);
  expect(gone.status).toBe(204);
  await nodes.expectVerified();
  await nodes.must(`/v1/reservations/${id}/settle`, { cost_usd: '2' });
  expect(await windows()).toEqual(['day']);
  const { body } = await nodes.get(`/v1/budgets/${day!}/counters`);
  expect(body['data']).toMatchObject([{ spent_usd: '2', reserved_usd: '0' }]);
});

test('events of Stripe go 90 days after they were handled; those that are open stay', async () => {
  const days = (count: number): Date => new Date(nowMs - count * dayMs);
  await nodes.pool.query(
    `INSERT INTO stripe_events (id, type, subject, created_at, received_at, outcome, processed_at)
     VALUES ('old', 't', 's', $1, $1, 'booked', $1), ('recent', 't', 's', $1, $1, 'booked', $2), ('open', 't', 's', $1, $1, NULL, NULL)`,
    [days(91), days(89)],
  );
  await prune(nodes.pool, nowMs);
  const { rows } = await nodes.pool.query<{ id: string }>('SELECT id FROM stripe_events ORDER BY id');
  expect(rows.map(({ id }) => id)).toEqual(['open', 'recent']);
});
