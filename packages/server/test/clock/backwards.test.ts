import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersOf, textOf } from '../api/support/fields.ts';
import { startTestNode, type Reply, type TestNode } from '../api/support/test-node.ts';

const noon = Date.UTC(2026, 10, 23, 12, 0, 0);
const hourMs = 3_600_000;

let nowMs = noon;
let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
});
afterAll(() => node.close());

async function post(path: string, body: unknown): Promise<Reply> {
  const reply = await node.call('POST', path, body);
  expect(reply.json).not.toHaveProperty('code');
  return reply;
}

test('a clock that is set back does not take the org back: what comes later has no earlier time', async () => {
  const reserve = async (): Promise<string> => {
    const { json } = await post('/v1/reservations', { agent: 'bot', amount_usd: '1', ttl_seconds: 60 });
    return textOf(json, 'expires_at');
  };
  expect(await reserve()).toBe('2026-11-23T12:01:00Z');
  nowMs = noon - hourMs;
  expect(await reserve()).toBe('2026-11-23T12:01:00Z');
  nowMs = noon + hourMs;
  expect(await reserve()).toBe('2026-11-23T13:01:00Z');
});

test('nor does it take back what is configured: a budget made then counts the window that the org is in', async () => {
  nowMs = Date.UTC(2026, 10, 24, 0, 30, 0);
  await post('/v1/usage', { id: 'of-today', source: 'meter', agent: 'early', cost_usd: '2' });
  nowMs -= hourMs;
  const { json } = await post('/v1/budgets', { name: 'today', per: 'agent', window: 'day', limit_usd: '5' });
  expect(membersOf(json)).toMatchObject({ created_at: '2026-11-24T00:30:00Z' });
  const counters = await node.call('GET', `/v1/budgets/${textOf(json, 'id')}/counters`);
  expect(counters.json).toMatchObject({ data: [{ subject: 'early', spent_usd: '2' }] });
});
