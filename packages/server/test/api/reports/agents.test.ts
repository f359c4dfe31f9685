import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type Reply, type TestNode } from '../support/test-node.ts';

let nowMs = Date.parse('2026-11-23T12:00:00Z');
let test: TestNode;
let made = 0;

async function ok(reply: Promise<Reply>): Promise<unknown> {
  const { status, text, json } = await reply;
  if (status >= 300) throw new Error(text);
  return json;
}

function use(agent: string, cost: string, more: Record<string, unknown> = {}): Promise<unknown> {
  return ok(test.call('POST', '/v1/usage', { id: `u${(made += 1)}`, source: 't', agent, cost_usd: cost, ...more }));
}

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
  await ok(test.call('POST', '/v1/agents', { id: 'idle', name: 'Not yet used' }));
  await ok(test.call('POST', '/v1/agents', { id: 'writer', team: 'red' }));
  const own = { name: 'own', per: 'agent', match: { agent: ['writer'] }, window: 'day', limit_usd: '8' };
  await ok(
    test.call('POST', '/v1/budgets', { ...own, actions: [{ at: 0.5, do: 'throttle', requests_per_minute: 3 }] }),
  );
  await ok(test.call('POST', '/v1/budgets', { name: 'all', per: 'org', window: 'month', limit_usd: '100' }));
  const team = { name: 'red', per: 'team', match: { model: ['gpt-4o'] }, window: 'month', limit_tokens: 500 };
  await ok(test.call('POST', '/v1/budgets', team));
  const models = { name: 'model', per: 'model', window: 'day', limit_usd: '5' };
  await ok(test.call('POST', '/v1/budgets', models));
  const others = { name: 'others', per: 'org', match: { agent: ['scout'] }, window: 'day', limit_usd: '5' };
  await ok(test.call('POST', '/v1/budgets', others));
  await use('writer', '3', { time: '2026-11-22T10:00:00Z' });
  await use('writer', '4.5');
  await use('scout', '0.25');
  await ok(test.call('POST', '/v1/agents/scout/pause'));
});
afterAll(() => test.close());

const today = 'from=2026-11-23&to=2026-11-24';

describe('GET /v1/reports/agents', () => {
  it('has every agent with its spend, its state and its nearest budget; the totals are those of the breakdown', async () => {
    const reply = await test.call('GET', `/v1/reports/agents?${today}`);
    expect(rowsOf(reply)).toMatchObject([
      {
        id: 'writer',
        team: 'red',
        cost_usd: '4.5',
        change: 0.5,
        previous: { cost_usd: '3' },
        last_used_at: '2026-11-23T12:00:00Z',
        restrictions: [{ do: 'throttle', budget_name: 'own' }],
        nearest_budget: { name: 'own', spent_usd: '4.5', available_usd: '3.5' },
      },
      { id: 'scout', paused: true, cost_usd: '0.25', change: null, nearest_budget: null },
      { id: 'idle', cost_usd: '0', share: 0, last_used_at: null, norm_usd: null },
    ]);
    const { totals } = membersOf(
      (await test.call('GET', `/v1/reports/breakdown?by=agent&compare=previous&${today}`)).json,
    );
    expect(membersOf(reply.json)).toMatchObject({ totals, found: 3 });
  });

  it('finds by a part of the id or the name, by team and by state, in any order', async () => {
    const ids = async (query: string): Promise<unknown[]> =>
      rowsOf(await test.call('GET', `/v1/reports/agents?${query}`)).map(({ id }) => id);
    expect(await ids('search=NOT YET')).toEqual(['idle']);
    expect(await ids('search=%25')).toEqual([]);
    expect(await ids('team=red')).toEqual(['writer']);
    expect(await ids('team=')).toEqual(['scout', 'idle']);
    expect(await ids('paused=true')).toEqual(['scout']);
    expect(await ids('sort=name&order=asc&limit=2')).toEqual(['idle', 'scout']);
    const other = await makeOrg(test.call, 'other');
    expect(rowsOf(await test.as(other.secret)('GET', '/v1/reports/agents'))).toEqual([]);
    const agentKey = await makeKey(test.call, { kind: 'agent', agent: 'scout' });
    expect((await test.as(agentKey.secret)('GET', '/v1/reports/agents')).status).toBe(403);
  });
});

/** By name: budgets that were made in one millisecond have no order of their own. */
async function held(agent: string): Promise<Record<string, unknown>[]> {
  const rows = rowsOf(await test.call('GET', `/v1/agents/${agent}/budgets`));
  return rows.toSorted((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
}

it('GET /v1/agents/{id}/budgets has the budgets that hold it, with their counters of now', async () => {
  await use('writer', '0', {
    cost_usd: undefined,
    usage: { provider: 'openai', model: 'gpt-4o', input_tokens: 90, output_tokens: 10 },
  });
  expect(await held('writer')).toMatchObject([
    { name: 'all', subject: 'org', holds_all: true },
    { name: 'own', subject: 'writer', holds_all: true, restrictions: [{ do: 'throttle' }] },
    { name: 'red', subject: 'red', holds_all: false, spent_tokens: 100, available_tokens: 400 },
  ]);
  const idle = await held('idle');
  expect(idle).toMatchObject([{ name: 'all', window_start: '2026-11-01T00:00:00Z' }]);
  nowMs += 86_400_000;
  const [, next] = await held('writer');
  expect(next).toMatchObject({ name: 'own', spent_usd: '0', window_start: '2026-11-24T00:00:00Z' });
  expect((await test.call('GET', '/v1/agents/nobody/budgets')).status).toBe(404);
});

it('GET /v1/runs/{id}/usage has the records of the tree, each with what it had spent by then', async () => {
  await ok(test.call('POST', '/v1/runs', { id: 'top', agent: 'writer' }));
  await ok(test.call('POST', '/v1/runs', { id: 'sub', agent: 'idle', parent_run: 'top' }));
  await use('writer', '1', { run: 'top' });
  await use('idle', '0.5', { run: 'sub' });
  await use('writer', '0.25', { run: 'top' });
  await use('writer', '7', { run: 'another' });
  const first = await test.call('GET', '/v1/runs/top/usage?limit=2');
  expect(rowsOf(first).map(({ run, spent_usd: spent }) => [run, spent])).toEqual([
    ['top', '1'],
    ['sub', '1.5'],
  ]);
  const cursor = textOf(first.json, 'next_cursor');
  const second = await test.call('GET', `/v1/runs/top/usage?limit=2&cursor=${cursor}`);
  expect(rowsOf(second).map(({ run, spent_usd: spent }) => [run, spent])).toEqual([['top', '1.75']]);
  expect(membersOf((await test.call('GET', '/v1/runs/top')).json).spent_usd).toBe('1.75');
  expect((await test.call('GET', '/v1/runs/nothing/usage')).status).toBe(404);
});
