import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badAmounts, badBodies, badCounts, badLabels } from '../support/bad-values.ts';
import { makeKey, makeOrg, membersOf, rowsOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
const now = Date.UTC(2026, 10, 23, 12, 0, 0);
beforeAll(async () => {
  node = await startTestNode({ clock: () => now });
  await node.call('GET', '/v1/usage');
});
afterAll(() => node.close());

const usage = { provider: 'openai', model: 'gpt-4o', input_tokens: 1_000, output_tokens: 100 };
const report = (id: string, more = {}) => ({ id, source: 'batch-job', agent: 'bot', usage, ...more });
const iso = (timeMs: number): string => new Date(timeMs).toISOString();

describe('201: a report', () => {
  it('is booked at the published price, under its labels and its own time', async () => {
    const labels = { workflow: 'nightly', connection: 'openai-main', user: 'u-1', team: 'red', run: 'run-1' };
    const reply = await node.call(
      'POST',
      '/v1/usage',
      report('first', { ...labels, time: '2026-11-20T10:00:00+02:00' }),
    );
    expect(reply.status).toBe(201);
    // 1,000 tokens at 2.50 and 100 at 10 USD per million: 0.0025 and 0.001.
    expect(reply.json).toMatchObject({
      type: 'model_call',
      source: 'batch-job',
      source_id: 'first',
      time: '2026-11-20T08:00:00Z',
      recorded_at: '2026-11-23T12:00:00Z',
      agent: 'bot',
      ...labels,
      provider: 'openai',
      model: 'gpt-4o',
      tokens: 1_100,
      requests: 1,
      cost_usd: '0.0035',
      unpriced: false,
    });
    expect(rowsOf(await node.call('GET', '/v1/usage?run=run-1'))).toEqual([reply.json]);
  });

  it('of an embedding is told apart, and is a model of no written call to reports', async () => {
    const embedded = {
      provider: 'openai',
      model: 'text-embedding-3-small',
      type: 'embedding',
      input_tokens: 1_000_000,
      output_tokens: 0,
    };
    const reply = await node.call('POST', '/v1/usage', report('vectors', { run: 'vectors', usage: embedded }));
    // 0.02 USD a million tokens.
    expect(reply.json).toMatchObject({ type: 'embedding', cost_usd: '0.02', tokens: 1_000_000 });
    const types = await node.call('GET', '/v1/reports/breakdown?by=type&type=embedding&from=2026-11-01');
    expect(rowsOf(types)).toMatchObject([{ type: 'embedding', cost_usd: '0.02' }]);
    expect((await node.call('POST', '/v1/usage', report('x', { usage: { ...embedded, type: 'tool' } }))).status).toBe(
      400,
    );
  });

  it('of a cost is that cost; of tools, theirs', async () => {
    const cost = await node.call('POST', '/v1/usage', { id: 'c', source: 's', agent: 'bot', cost_usd: '0.123456789' });
    expect(cost.json).toMatchObject({ type: 'cost', cost_usd: '0.123456789' });
    const tools = [
      { name: 'search', quantity: '2.5', cost_usd: '0.01' },
      { name: 'fetch', quantity: 1, cost_usd: '0.02' },
    ];
    const tool = await node.call('POST', '/v1/usage', { id: 't', source: 's', agent: 'bot', tools });
    expect(tool.json).toMatchObject({ type: 'tool', cost_usd: '0.03' });
    expect(membersOf(tool.json).records).toMatchObject([
      { tool: 'search', quantity: '2.5' },
      { tool: 'fetch', quantity: '1' },
    ]);
  });

  it('of a model without a price is booked all the same, its cost unknown', async () => {
    const reply = await node.call(
      'POST',
      '/v1/usage',
      report('unknown', { usage: { ...usage, model: 'nothing-like-it' } }),
    );
    expect(reply.json).toMatchObject({ cost_usd: null, unpriced: true, price_version: null, tokens: 1_100 });
  });

  it('is booked past a limit: it has happened', async () => {
    const { secret } = await makeOrg(node.call, 'spent');
    const call = node.as(secret);
    await call('POST', '/v1/budgets', { name: 'cap', per: 'org', window: 'day', limit_usd: '0.001' });
    expect((await call('POST', '/v1/usage', report('over'))).json).toMatchObject({ cost_usd: '0.0035' });
    const refused = await call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '0.001' });
    expect(refused.json).toMatchObject({ status: 402, spent_usd: '0.0035', available_usd: '-0.0025' });
  });
});

describe('(source, id)', () => {
  it('repeated gets the original byte for byte, once booked', async () => {
    const first = await node.call('POST', '/v1/usage', report('again'));
    const again = await node.call('POST', '/v1/usage', report('again'));
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(
      rowsOf(await node.call('GET', '/v1/usage?limit=200')).filter((row) => row.source_id === 'again'),
    ).toHaveLength(1);
  });

  it('with another body is 422, and nothing is written', async () => {
    await node.call('POST', '/v1/usage', report('fixed'));
    const before = await tableContents(node.pool, ['refusal_counts', 'org_lanes']);
    const other = await node.call('POST', '/v1/usage', report('fixed', { usage: { ...usage, output_tokens: 101 } }));
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    const batch = await node.call('POST', '/v1/usage', [report('fresh'), report('fixed', { agent: 'other' })]);
    expect(batch.json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    expect(await tableContents(node.pool, ['refusal_counts', 'org_lanes'])).toEqual(before);
  });

  it('is of its source: another source has ids of its own', async () => {
    const one = await node.call('POST', '/v1/usage', report('shared', { source: 'a' }));
    const two = await node.call('POST', '/v1/usage', report('shared', { source: 'b' }));
    expect(membersOf(one.json).id).not.toBe(membersOf(two.json).id);
  });
});

describe('an array', () => {
  it('is answered in its order, repeats and doubles as the originals', async () => {
    const first = await node.call('POST', '/v1/usage', report('b-1'));
    const batch = await node.call('POST', '/v1/usage', [report('b-2'), report('b-1'), report('b-2')]);
    expect(batch.status).toBe(201);
    const rows = rowsOf(batch);
    expect(rows.map((row) => row.source_id)).toEqual(['b-2', 'b-1', 'b-2']);
    expect(rows[1]).toEqual(first.json);
    expect(rows[2]).toEqual(rows[0]);
  });

  it.each<[string, unknown]>([
    ['1.agent', [report('x-1'), report('x-2', { agent: 'a b' })]],
    ['0.usage.input_tokens', [report('x-1', { usage: { ...usage, input_tokens: -1 } })]],
    ['1.cost', [report('x-1'), report('x-2', { cost: '1' })]],
  ])('is all or nothing: a wrong %s', async (field, body) => {
    const before = await tableContents(node.pool);
    const reply = await node.call('POST', '/v1/usage', body);
    expect(reply.json).toMatchObject({ status: 400, field });
    expect(await tableContents(node.pool)).toEqual(before);
  });

  it('has at most 1,000 reports, and one at least', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => report(`m-${index}`));
    expect((await node.call('POST', '/v1/usage', many)).json).toMatchObject({ status: 400, code: 'invalid_request' });
    expect((await node.call('POST', '/v1/usage', [])).json).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(rowsOf(await node.call('POST', '/v1/usage', many.slice(1)))).toHaveLength(1_000);
  });
});

describe('400: nothing is written for', () => {
  async function expectRefused(body: unknown, field: string): Promise<void> {
    const before = await tableContents(node.pool);
    const reply = await node.call('POST', '/v1/usage', body);
    expect(reply.json).toMatchObject({ status: 400, code: 'invalid_request', field });
    expect(reply.text.length).toBeLessThan(3_000);
    expect(await tableContents(node.pool)).toEqual(before);
  }

  it.each(badAmounts)('a cost that is %s', (_name, cost) =>
    expectRefused({ id: 'x', source: 's', agent: 'bot', cost_usd: cost }, 'cost_usd'),
  );
  it.each(badLabels)('a user that is %s', (_name, user) => expectRefused(report('x', { user }), 'user'));
  it.each(badCounts)('tokens that are %s', (_name, tokens) =>
    expectRefused(report('x', { usage: { ...usage, input_tokens: tokens } }), 'usage.input_tokens'),
  );
  it.each<[string, unknown]>([
    ['id', { ...report('x'), id: undefined }],
    ['id', report('a b')],
    ['id', report('x'.repeat(129))],
    ['source', { ...report('x'), source: 7 }],
    ['agent', { ...report('x'), agent: undefined }],
    ['usage', { id: 'x', source: 's', agent: 'bot' }],
    ['usage', report('x', { usage: null })],
    ['cost_usd', report('x', { cost_usd: '1' })],
    ['color', report('x', { color: 'red' })],
    ['time', report('x', { time: '2026-11-23' })],
    ['time', report('x', { time: now })],
    ['time', report('x', { time: '2026-02-30T00:00:00Z' })],
    ['time', report('x', { time: '2026-11-22T24:00:00Z' })],
    ['time', report('x', { time: '2026-11-22T10:60:00Z' })],
    ['time', report('x', { time: '2026-11-22T10:00:00' })],
    ['time', report('x', { time: '2026-11-22T10:00:00+25:00' })],
    ['time', report('x', { time: iso(now + 300_001) })],
  ])('a wrong %s', (field, body) => expectRefused(body, field));

  it.each(badBodies.filter(([name]) => name !== 'an array'))('%s', async (_name, body, type, status) => {
    expect((await node.call('POST', '/v1/usage', body, { 'content-type': type })).json).toMatchObject({ status });
  });

  it('but a time within five minutes ahead is taken: clocks differ', async () => {
    expect((await node.call('POST', '/v1/usage', report('ahead', { time: iso(now + 300_000) }))).status).toBe(201);
  });
});

describe('an agent key', () => {
  it('reports for its own agent only', async () => {
    const call = node.as((await makeKey(node.call, { kind: 'agent', agent: 'self' })).secret);
    const { agent: _, ...own } = report('self-1');
    expect((await call('POST', '/v1/usage', own)).json).toMatchObject({ agent: 'self' });
    expect((await call('POST', '/v1/usage', report('self-2'))).json).toMatchObject({
      status: 403,
      code: 'forbidden',
      field: 'agent',
    });
    expect(rowsOf(await call('GET', '/v1/usage')).map((row) => row.agent)).toEqual(['self']);
    expect(rowsOf(await call('GET', '/v1/usage?agent=bot'))).toEqual([]);
  });
});
