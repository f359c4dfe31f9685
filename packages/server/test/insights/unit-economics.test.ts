import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkRollups } from '../../src/services/rollups/rebuild.ts';
import { makeKey, membersOf, textOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

let nowMs = Date.parse('2026-11-23T12:00:00Z');
let test: TestNode;

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
});
afterAll(() => test.close());

let made = 0;

async function use(body: Record<string, unknown>): Promise<void> {
  const reply = await test.call('POST', '/v1/usage', { id: `u${(made += 1)}`, source: 't', ...body });
  expect(reply.status).toBe(201);
}

async function run(id: string, agent: string, parent?: string): Promise<void> {
  const body = { id, agent, ...(parent === undefined ? {} : { parent_run: parent }) };
  expect((await test.call('POST', '/v1/runs', body)).status).toBe(201);
}

async function finish(id: string, status: string): Promise<void> {
  expect((await test.call('POST', `/v1/runs/${id}/finish`, { status })).status).toBe(200);
}

async function economics(): Promise<Record<string, unknown>> {
  const reply = await test.call('GET', '/v1/reports/unit-economics?from=2026-11-23&to=2026-11-24');
  if (reply.status !== 200) throw new Error(reply.text);
  return membersOf(reply.json);
}

it('says null where there is nothing to divide by', async () => {
  expect(await economics()).toMatchObject({
    cost_per_completed_task_usd: null,
    failed_work_usd: '0',
    cost_per_1k_tokens_usd: null,
    cache_hit_rate: null,
    estimated_share: null,
    anomalous_events: 0,
    budgets: [],
  });
});

it('a task is a tree of runs: its cost is that of the tree, and failed work is paid by what succeeded', async () => {
  await run('good', 'a');
  await run('good-part', 'b', 'good');
  await run('better', 'a');
  await run('bad', 'a');
  await run('silent', 'a');
  await run('running', 'a');
  await use({ agent: 'a', run: 'good', cost_usd: '1' });
  await use({ agent: 'b', run: 'good-part', cost_usd: '0.5' });
  await use({ agent: 'a', run: 'bad', cost_usd: '0.25' });
  await use({ agent: 'a', run: 'silent', cost_usd: '9' });
  await test.node.insights.following.catchUp();
  await use({ agent: 'a', run: 'better', cost_usd: '2' });
  await use({ agent: 'a', cost_usd: '100' });
  await finish('good', 'succeeded');
  await finish('good-part', 'failed');
  await finish('better', 'succeeded');
  await finish('bad', 'failed');
  nowMs += 3_601_000;
  await use({ agent: 'a', run: 'running', cost_usd: '7' });
  const expected = {
    // (1.5 + 2 + 0.25) / 2: what is silent, running, or outside of tasks is left out.
    cost_per_completed_task_usd: '1.875',
    failed_work_usd: '0.25',
    succeeded: { tasks: 2, cost_usd: '3.5', unpriced_records: 0 },
    failed: { tasks: 1, cost_usd: '0.25', unpriced_records: 0 },
    cancelled: { tasks: 0, cost_usd: '0', unpriced_records: 0 },
    unknown: { tasks: 1, cost_usd: '9', unpriced_records: 0 },
    cost_usd: '119.75',
  };
  expect(await economics()).toMatchObject(expected);
  await test.node.insights.following.catchUp();
  expect(await economics()).toMatchObject(expected);
});

it('counts the call that a run began as, once another call joined it', async () => {
  const reply = await test.call('POST', '/v1/reservations', { agent: 'c', amount_usd: '1' });
  const id = textOf(reply.json, 'id');
  await test.call('POST', `/v1/reservations/${id}/settle`, { cost_usd: '0.75' });
  await test.node.insights.following.catchUp();
  const before = Number(membersOf((await economics()).succeeded).cost_usd);
  await use({ agent: 'c', run: id, cost_usd: '0.5' });
  await finish(id, 'succeeded');
  const after = async (): Promise<number> => Number(membersOf((await economics()).succeeded).cost_usd);
  expect((await after()) - before).toBe(1.25);
  await test.node.insights.following.catchUp();
  expect((await after()) - before).toBe(1.25);
  expect((await checkRollups(test.node.context.pool)).differences).toEqual([]);
});

it('takes the figures of tokens from model calls, and what the cache saved from their prices', async () => {
  // Of gpt-4o, 2.50 USD a million uncached and 1.25 cached: 200 cached tokens save 0.00025 USD.
  const usage = {
    provider: 'openai',
    model: 'gpt-4o',
    input_tokens: 1_000,
    cache_read_tokens: 200,
    output_tokens: 100,
  };
  await use({ agent: 'a', usage });
  // Sonnet 4.5 at 3 USD a million, written at 3.75, read at 0.30: 100 written cost 0.000075 more, 100 read save 0.00027.
  const sonnet = {
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    input_tokens: 1_000,
    cache_read_tokens: 100,
    cache_write_tokens: 100,
    output_tokens: 100,
  };
  await use({ agent: 'a', usage: sonnet });
  await use({
    agent: 'a',
    usage: { provider: 'nobody', model: 'none', input_tokens: 50, cache_read_tokens: 50, output_tokens: 0 },
  });
  const { rows } = await test.pool.query<{ each: string }>(
    `SELECT trim_scale(round(sum(cost_nano_usd) * 1000 / sum(tokens)) / 1e9)::text AS each FROM usage_records WHERE type = 'model_call'`,
  );
  const figures = await economics();
  expect(figures).toMatchObject({
    cost_per_1k_tokens_usd: rows[0]?.each,
    output_input_ratio: Math.round((200 / 2_050) * 1e6) / 1e6,
    cache_hit_rate: Math.round((350 / 2_050) * 1e6) / 1e6,
    cache_savings_usd: '0.000445',
    cache_unpriced_tokens: 50,
  });
  expect(Number(figures.unpriced_share)).toBeGreaterThan(0);
});

it('a key that is bound to an agent sees its own tasks, and neither wallet nor budgets', async () => {
  const budget = { name: 'day', per: 'org', window: 'day', limit_usd: '1000' };
  expect((await test.call('POST', '/v1/budgets', budget)).status).toBe(201);
  expect((await economics()).budgets).toMatchObject([{ name: 'day', utilisation: expect.any(Number) as number }]);
  const own = test.as((await makeKey(test.call, { kind: 'agent', agent: 'b' })).secret);
  const reply = membersOf((await own('GET', '/v1/reports/unit-economics?from=2026-11-23&to=2026-11-24')).json);
  expect(reply).toMatchObject({ cost_usd: '0.5', succeeded: { tasks: 0 }, wallet: null, budgets: null });
});
