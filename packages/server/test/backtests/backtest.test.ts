import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { makeKey, makeOrg, membersOf } from '../api/support/fields.ts';
import { startTestNode, type Call, type TestNode } from '../api/support/test-node.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
let node: TestNode;
let call: Call;

/** 0.01 USD each: 2,000 tokens in at 2.50 USD a million, 500 out at 10. */
const gpt4o = { provider: 'openai', model: 'gpt-4o', input_tokens: 2_000, output_tokens: 500 };

const used: readonly Record<string, unknown>[] = [
  { time: '2026-11-01T10:00:00Z', agent: 'a', team: 'red', cost_usd: '5' },
  { time: '2026-11-20T10:00:00Z', agent: 'a', team: 'red', run: 'one', cost_usd: '3' },
  { time: '2026-11-20T11:00:00Z', agent: 'a', team: 'red', run: 'one', cost_usd: '2' },
  { time: '2026-11-20T12:00:00Z', agent: 'a', team: 'red', run: 'two', cost_usd: '1' },
  { time: '2026-11-20T13:00:00Z', agent: 'b', run: 'three', cost_usd: '4' },
  { time: '2026-11-21T09:00:00Z', agent: 'a', run: 'two', cost_usd: '4.5' },
  {
    time: '2026-11-21T10:00:00Z',
    agent: 'a',
    run: 'two',
    usage: gpt4o,
    tools: [{ name: 'x', quantity: 1, cost_usd: '1' }],
  },
  { time: '2026-11-21T11:00:00Z', agent: 'c', usage: { ...gpt4o, provider: 'openrouter', model: 'no-such-model' } },
];

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  call = node.call;
  await ensurePartitions(node.pool, nowMs);
  const body = used.map((one, index) => ({ id: `use-${index}`, source: 'test', ...one }));
  expect((await call('POST', '/v1/usage', body)).status).toBe(201);
  for (const [run, status] of [
    ['one', 'succeeded'],
    ['two', 'succeeded'],
    ['three', 'failed'],
  ]) {
    expect((await call('POST', `/v1/runs/${run}/finish`, { status })).status).toBe(200);
  }
});
afterAll(() => node.close());

const period = { from: '2026-11-20', to: '2026-11-22' };

async function backtest(budgets: readonly Record<string, unknown>[], more = {}): Promise<Record<string, unknown>> {
  const named = budgets.map((budget, index) => ({ name: `budget ${index}`, ...budget }));
  const reply = await call('POST', '/v1/backtests', { budgets: named, ...period, ...more });
  if (reply.status !== 200) throw new Error(reply.text);
  return membersOf(reply.json);
}

async function only(budget: Record<string, unknown>, more = {}): Promise<Record<string, unknown>> {
  const { budgets } = await backtest([budget], more);
  return membersOf((budgets as unknown[])[0]);
}

describe('one budget', () => {
  it('says what, when, for whom, how much and how many tasks', async () => {
    // On the 20th a has 3 of 4, is refused 2, has 4 of 4; b has 4 of 4. On the 21st a is refused 4.5, then has 1.01.
    const budget = await only({ per: 'agent', window: 'day', limit_usd: '4' });
    expect(budget).toMatchObject({
      refused_calls: 2,
      saved_usd: '6.5',
      tasks_lost: 2,
      first_refused_at: '2026-11-20T11:00:00Z',
      subjects: 1,
      by_subject: [{ subject: 'a', refused_calls: 2, saved_usd: '6.5', first_refused_at: '2026-11-20T11:00:00Z' }],
      by_agent: [{ agent: 'a', refused_calls: 2 }],
      daily: [
        { time: '2026-11-20T00:00:00Z', refused_calls: 1, saved_usd: '2' },
        { time: '2026-11-21T00:00:00Z', refused_calls: 1, saved_usd: '4.5' },
      ],
      windows: 2,
      peak: { utilisation: 1, spent_usd: '4', subject: 'a', time: '2026-11-20T12:00:00Z' },
    });
    expect((budget.by_window as unknown[])[1]).toEqual({
      subject: 'a',
      window_start: '2026-11-21T00:00:00Z',
      window_end: '2026-11-22T00:00:00Z',
      refused_calls: 1,
      saved_usd: '4.5',
      first_refused_at: '2026-11-21T09:00:00Z',
    });
  });

  it('says how near it came where it would have refused nothing', async () => {
    expect(await only({ per: 'org', window: 'day', limit_usd: '20' })).toMatchObject({
      refused_calls: 0,
      saved_usd: '0',
      tasks_lost: 0,
      first_refused_at: null,
      by_subject: [],
      daily: [],
      peak: { utilisation: 0.5, spent_usd: '10', window_start: '2026-11-20T00:00:00Z' },
    });
  });

  it('counts what its window had seen before the period, as a new budget does', async () => {
    // 5 on the 1st and 3 on the 20th leave 2 of 10 for the call of 2.
    expect(await only({ per: 'team', window: 'month', limit_usd: '10' })).toMatchObject({
      refused_calls: 1,
      saved_usd: '1',
      peak: { spent_usd: '10' },
    });
    expect(await only({ per: 'team', window: 'lifetime', limit_usd: '7' })).toMatchObject({ refused_calls: 2 });
    expect(await only({ per: 'team', window: 'day', limit_usd: '10' })).toMatchObject({ refused_calls: 0 });
  });

  it('never refuses where it is soft, and says how far it was passed', async () => {
    expect(await only({ per: 'org', window: 'day', limit_usd: '4', enforcement: 'soft' })).toMatchObject({
      refused_calls: 0,
      peak: { utilisation: 2.5 },
    });
  });

  it.each([
    ['its match', { per: 'org', match: { agent: 'b' }, window: 'day', limit_usd: '3' }, 1, '4'],
    ['a call with its tool as one', { per: 'run', window: 'run', limit_usd: '5.5' }, 1, '1.01'],
    ['tokens', { per: 'org', window: 'day', limit_tokens: 2_500 }, 1, '0'],
    ['requests', { per: 'agent', window: 'day', limit_requests: 1 }, 3, '4.01'],
    ['a limit of nothing', { per: 'agent', window: 'day', limit_usd: '0' }, 7, '15.51'],
  ])('counts %s', async (_, budget, calls, saved) => {
    expect(await only(budget)).toMatchObject({ refused_calls: calls, saved_usd: saved });
  });

  it('begins its windows where its zone does', async () => {
    // In Auckland 11:00 UTC on the 20th is the 21st: 3 on one day; 2 and 1 on the next, where 4.5 and 1.01 do not fit.
    const budget = { per: 'agent', match: { agent: 'a' }, window: 'day', limit_usd: '4' };
    const auckland = await only({ ...budget, timezone: 'Pacific/Auckland' });
    expect(auckland.daily).toEqual([{ time: '2026-11-20T11:00:00Z', refused_calls: 2, saved_usd: '5.51' }]);
  });
});

describe('several budgets', () => {
  it('stand together: what one refuses, none counts, and what two refuse is saved once', async () => {
    const report = await backtest([
      { per: 'agent', window: 'day', limit_usd: '4' },
      { per: 'org', window: 'day', limit_usd: '8' },
      { per: 'org', window: 'day', limit_usd: '1' },
    ]);
    // The third refuses 3 and 2, then has 1 of 1, and refuses 4; on the next day 4.5 and 1.01. Nothing nears the first two.
    expect(report).toMatchObject({ calls: 7, records: 8, cost_usd: '15.51', unpriced_records: 1, refused_calls: 5 });
    const [first, second, third] = (report.budgets as unknown[]).map(membersOf);
    expect(third).toMatchObject({ refused_calls: 5, saved_usd: '14.51' });
    expect(first).toMatchObject({ refused_calls: 1, saved_usd: '4.5' });
    expect(second).toMatchObject({ refused_calls: 0, peak: { spent_usd: '1' } });
    expect(report).toMatchObject({ saved_usd: '14.51', tasks_lost: 2 });
  });
});

describe('what is asked', () => {
  it.each([
    ['no budget', { budgets: [] }, 'budgets'],
    ['a budget without a limit', { budgets: [{ name: 'x', per: 'org', window: 'day' }] }, 'budgets.0.limit_usd'],
    ['open reservations', { budgets: [{ name: 'x', per: 'org', limit_concurrent: 3 }] }, 'budgets.0.limit_concurrent'],
    [
      'a field that is not known',
      { budgets: [{ name: 'x', per: 'org', window: 'day', limit_usd: '1' }], dry: 1 },
      'dry',
    ],
    [
      'a period that ends first',
      { budgets: [{ name: 'x', per: 'org', window: 'day', limit_usd: '1' }], from: '2027-01-01' },
      'from',
    ],
  ])('is refused by name: %s', async (_, body, field) => {
    const reply = await call('POST', '/v1/backtests', body);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(field);
  });

  it('is of its own org, changes nothing, and is not for agents', async () => {
    const count = 'SELECT (SELECT count(*) FROM budgets) AS budgets, (SELECT sum(seq) FROM org_lanes) AS seq';
    const other = node.as((await makeOrg(call, 'other')).secret);
    const before = (await node.pool.query<Record<string, string>>(count)).rows;
    const budgets = [{ name: 'x', per: 'org', window: 'day', limit_usd: '0' }];
    const reply = await other('POST', '/v1/backtests', { budgets });
    expect(membersOf(reply.json)).toMatchObject({ calls: 0, refused_calls: 0, budgets: [{ peak: null }] });
    expect((await node.pool.query<Record<string, string>>(count)).rows).toEqual(before);
    const agent = node.as((await makeKey(call, { kind: 'agent', agent: 'a' })).secret);
    expect((await agent('POST', '/v1/backtests', { budgets })).status).toBe(403);
  });
});
