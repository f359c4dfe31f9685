import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepLots } from '../../src/services/housekeeping/sweep-lots.ts';
import { type Nodes, startNodes } from '../lane/support/nodes.ts';

const dayMs = 86_400_000;
let nowMs = Math.floor(Date.now() / 60_000) * 60_000;
let nodes: Nodes;

beforeAll(async () => {
  nodes = await startNodes(2, { clock: () => nowMs });
});

afterAll(async () => {
  await nodes.expectVerified();
  await nodes.close();
});

function sweep(): Promise<number> {
  const { pool, lanes } = nodes.nodes[0]!.context;
  return sweepLots(pool, lanes, nowMs);
}

async function balances(): Promise<readonly unknown[]> {
  const { body } = await nodes.get('/v1/credits');
  return [body['balance_usd'], body['reserved_usd'], body['available_usd']];
}

test('credit expires in an org that nobody calls; what an open call needs, once it is closed', async () => {
  const expires = new Date(nowMs + dayMs).toISOString();
  await nodes.must('/v1/credits/top-ups', { amount_usd: '20', reference: 'for a day', expires_at: expires });
  const hold = { agent: 'bot', amount_usd: '8', ttl_seconds: 80_000 };
  const { body } = await nodes.must('/v1/reservations', hold);
  nowMs += dayMs / 2;
  await nodes.must(`/v1/reservations/${String(body['id'])}/extend`, { ttl_seconds: 80_000 });
  await sweep();
  expect(await balances()).toEqual(['20', '8', '12']);
  nowMs += dayMs / 2;
  await sweep();
  expect(await balances()).toEqual(['8', '8', '0']);
  await nodes.must(`/v1/reservations/${String(body['id'])}/release`, undefined);
  await sweep();
  expect(await balances()).toEqual(['0', '0', '0']);
  expect(await sweep()).toBe(0);
});

test('200 callers at the last dollar, while it expires: no reservation loses its funding, and none is admitted after', async () => {
  const expires = new Date(nowMs + 1_000).toISOString();
  await nodes.must('/v1/credits/grants', { amount_usd: '1', reference: 'the last', expires_at: expires });
  const calls = Array.from({ length: 200 }, (_, index) => {
    if (index === 100) nowMs += 1_000;
    return nodes.post('/v1/reservations', { agent: 'bot', amount_usd: '0.01' });
  });
  const held = (await Promise.all(calls)).filter(({ status }) => status === 201);
  expect(held.length).toBeLessThanOrEqual(100);
  await sweep();
  const usd = (count: number): string => String(count / 100);
  expect(await balances()).toEqual([usd(held.length), usd(held.length), '0']);
  await Promise.all(
    held.map(({ body }) => nodes.must(`/v1/reservations/${String(body['id'])}/settle`, { cost_usd: '0.01' })),
  );
  expect(await balances()).toEqual(['0', '0', '0']);
});

test('a clock that goes back brings no expired credit back, and takes none before its time', async () => {
  const expires = new Date(nowMs + dayMs).toISOString();
  await nodes.must('/v1/credits/top-ups', { amount_usd: '5', reference: 'clock', expires_at: expires });
  await nodes.must('/v1/credits/top-ups', { amount_usd: '3', reference: 'for good' });
  nowMs += dayMs;
  await sweep();
  expect((await balances())[0]).toBe('3');
  nowMs -= 2 * dayMs;
  await sweep();
  await nodes.must('/v1/usage', { id: 'u', source: 's', agent: 'bot', run: 'r', cost_usd: '1' });
  expect((await balances())[0]).toBe('2');
  nowMs += 2 * dayMs;
});
