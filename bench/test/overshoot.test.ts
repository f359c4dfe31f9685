import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestNode, type TestNode } from '../../packages/server/test/api/support/test-node.ts';

const sql = await readFile(new URL('../ledger/overshoot.sql', import.meta.url), 'utf8');

let served: TestNode;

beforeEach(async () => {
  served = await startTestNode();
});

afterEach(() => served.close());

async function overshoot(): Promise<{ limits: number; overshoot_nano_usd: string }> {
  const { rows } = await served.pool.query<{ limits: number; overshoot_nano_usd: string }>(sql);
  return rows[0]!;
}

/** Holds 1 USD and then charges what is given: true cost is booked in full, past any limit. */
async function charge(agent: string, run: string, costUsd: string): Promise<void> {
  const held = await served.call('POST', '/v1/reservations', { agent, run, amount_usd: '1' });
  expect(held.status).toBe(201);
  const { id } = held.json as { id: string };
  const settled = await served.call('POST', `/v1/reservations/${id}/settle`, { cost_usd: costUsd });
  expect(settled.status).toBe(200);
}

async function make(path: string, body: object): Promise<void> {
  const answer = await served.call('POST', path, body);
  expect(answer.status).toBe(201);
}

const limits: readonly (readonly [what: string, path: string, body: object])[] = [
  ['the budget of the org', '/v1/budgets', { name: 'b', per: 'org', window: 'month', limit_usd: '3' }],
  [
    'a budget of each agent',
    '/v1/budgets',
    { name: 'b', per: 'agent', window: 'day', timezone: 'Europe/Berlin', limit_usd: '3' },
  ],
  [
    'a budget of this agent',
    '/v1/budgets',
    { name: 'b', per: 'agent', match: { agent: 'hot' }, window: 'day', limit_usd: '3' },
  ],
  ['the cap of the run', '/v1/runs', { id: 'r', agent: 'hot', limit_usd: '3' }],
  ['the wallet', '/v1/credits/top-ups', { amount_usd: '3', reference: 'paid' }],
];

test.each(limits)('money past %s is found, to the nano-dollar', async (_, path, body) => {
  await make(path, body);
  await charge('hot', 'r', '2.5');
  expect(await overshoot()).toMatchObject({ overshoot_nano_usd: '0' });
  // The ledger itself would not go there: the row is changed behind its back.
  await served.pool.query(`UPDATE usage_records SET cost_nano_usd = cost_nano_usd + 500000001`);
  expect(await overshoot()).toMatchObject({ overshoot_nano_usd: '1' });
});

test('a counter that stands above its limit is found although the charges do not', async () => {
  await make('/v1/budgets', { name: 'b', per: 'org', window: 'month', limit_usd: '3' });
  await charge('hot', 'r', '1');
  await served.pool.query('UPDATE counters SET spent = 3000000007');
  expect(await overshoot()).toMatchObject({ overshoot_nano_usd: '7' });
});

test('what an agent spends is not held against the budget of another', async () => {
  await make('/v1/budgets', { name: 'b', per: 'agent', match: { agent: 'other' }, window: 'day', limit_usd: '1' });
  await charge('hot', 'r', '2.5');
  expect(await overshoot()).toMatchObject({ limits: 0, overshoot_nano_usd: '0' });
});

test('open reservations count', async () => {
  await make('/v1/budgets', { name: 'b', per: 'org', window: 'month', limit_usd: '3' });
  await charge('hot', 'r', '1.5');
  const held = await served.call('POST', '/v1/reservations', { agent: 'hot', amount_usd: '1' });
  expect(held.status).toBe(201);
  await served.pool.query(`UPDATE reservations SET amount_nano_usd = 2000000000 WHERE state = 'held'`);
  expect(await overshoot()).toMatchObject({ overshoot_nano_usd: '500000000' });
});
