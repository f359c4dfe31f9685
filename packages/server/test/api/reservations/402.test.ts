import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOrg, membersOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
const noon = Date.UTC(2026, 10, 23, 11, 0, 50);
beforeAll(async () => {
  node = await startTestNode({ clock: () => noon });
});
afterAll(() => node.close());

/** What a refusal may change: the count of refusals, and the lane's row, which each commit of its org moves on. */
const mayChange = ['refusal_counts', 'refused_models', 'alerts', 'alert_outbox', 'org_lanes', 'api_keys'];

async function org(name: string) {
  const { secret } = await makeOrg(node.call, name);
  const call = node.as(secret);
  const reserve = (amount: string, more = {}) =>
    call('POST', '/v1/reservations', { agent: 'support-bot', amount_usd: amount, ...more });
  const settle = async (amount: string, cost: string): Promise<void> => {
    const { json } = await reserve(amount);
    await call('POST', `/v1/reservations/${textOf(json, 'id')}/settle`, { cost_usd: cost });
  };
  const budget = (more: Record<string, unknown>) =>
    call('POST', '/v1/budgets', { name: 'cap', per: 'agent', window: 'day', ...more });
  return { call, reserve, settle, budget };
}

describe('a refusal for money', () => {
  it('is 402, final, with the figures, and changes nothing but its count and its alert', async () => {
    const { reserve, settle, budget } = await org('figures');
    const { json: made } = await budget({ limit_usd: '5', timezone: 'Europe/Berlin' });
    await settle('4.58', '4.58');
    const before = await tableContents(node.pool, mayChange);
    const reply = await reserve('0.61', { run: 'new-run', workflow: 'new-workflow' });
    expect(await tableContents(node.pool, mayChange)).toEqual(before);
    expect(reply.status).toBe(402);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.headers['x-should-retry']).toBe('false');
    expect(reply.headers['retry-after']).toBeUndefined();
    expect(reply.json).toEqual({
      type: '/problems/budget-exceeded',
      title: 'Budget exceeded',
      status: 402,
      code: 'budget_exceeded',
      detail:
        'agent support-bot has 0.42 USD left of 5 USD for 2026-11-23 (Europe/Berlin); this call needs up to 0.61 USD',
      budget: membersOf(made).id,
      budget_name: 'cap',
      per: 'agent',
      subject: 'support-bot',
      limit_usd: '5',
      spent_usd: '4.58',
      reserved_usd: '0',
      available_usd: '0.42',
      required_usd: '0.61',
      resets_at: '2026-11-23T23:00:00Z',
    });
    const { rows } = await node.pool.query(
      'SELECT code, agent, count::int, required_nano_usd::text AS required FROM refusal_counts',
    );
    expect(rows).toEqual([{ code: 'budget_exceeded', agent: 'support-bot', count: 1, required: '610000000' }]);
  });

  it('comes to the nano-dollar: what is left exactly fits, one more does not', async () => {
    const { reserve, budget } = await org('exact');
    await budget({ limit_usd: '0.3' });
    expect((await reserve('0.300000001')).json).toMatchObject({ status: 402, required_usd: '0.300000001' });
    expect((await reserve('0.3')).status).toBe(201);
  });

  it('of a limit of 0 blocks every call, free ones too', async () => {
    const { reserve, budget } = await org('zero');
    await budget({ limit_usd: '0' });
    expect((await reserve('0')).json).toMatchObject({
      status: 402,
      code: 'budget_exceeded',
      limit_usd: '0',
      available_usd: '0',
    });
  });

  it('of a run names its cap', async () => {
    const { call, reserve } = await org('runs');
    await call('POST', '/v1/runs', { id: 'job', agent: 'support-bot', limit_usd: '1' });
    expect((await reserve('1.01', { run: 'job' })).json).toMatchObject({
      status: 402,
      code: 'run_cap_exceeded',
      subject: 'job',
      limit_usd: '1',
    });
  });

  it('of a wallet says what it holds', async () => {
    const { call, reserve } = await org('wallet');
    await call('POST', '/v1/credits/top-ups', { amount_usd: '2', reference: 'first' });
    const reply = await reserve('2.5');
    expect(reply.json).toMatchObject({
      status: 402,
      code: 'insufficient_credit',
      balance_usd: '2',
      available_usd: '2',
      required_usd: '2.5',
    });
    expect(reply.headers['x-should-retry']).toBe('false');
  });
});

describe('a refusal that waiting may cure', () => {
  it('is 429 with a Retry-After of 1 while open reservations hold what is missing', async () => {
    const { call, reserve, budget } = await org('in-flight');
    await budget({ limit_usd: '1' });
    const { json } = await reserve('0.8');
    const before = await tableContents(node.pool, mayChange);
    const reply = await reserve('0.5');
    expect(await tableContents(node.pool, mayChange)).toEqual(before);
    expect(reply.json).toMatchObject({
      status: 429,
      code: 'budget_in_flight',
      reserved_usd: '0.8',
      available_usd: '0.2',
    });
    expect(reply.headers['retry-after']).toBe('1');
    expect(reply.headers['x-should-retry']).toBeUndefined();
    await call('POST', `/v1/reservations/${textOf(json, 'id')}/release`);
    expect((await reserve('0.5')).status).toBe(201);
  });

  it('is 429 with the seconds to the next window for a rate', async () => {
    const { settle, reserve, budget } = await org('rate');
    await budget({ window: 'minute', limit_requests: 1 });
    await settle('0.1', '0.1');
    const reply = await reserve('0.1');
    // It is 50 seconds past the minute.
    expect(reply.json).toMatchObject({
      status: 429,
      code: 'rate_limited',
      limit_requests: 1,
      resets_at: '2026-11-23T11:01:00Z',
    });
    expect(reply.headers['retry-after']).toBe('10');
  });
});
