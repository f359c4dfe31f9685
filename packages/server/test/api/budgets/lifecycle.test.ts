import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let test: TestNode;
beforeAll(async () => {
  test = await startTestNode();
});
afterAll(() => test.close());

let made = 0;

/** Makes a budget of its own agent, and returns it. */
async function makeBudget(fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  made += 1;
  const body = {
    name: `budget ${made}`,
    per: 'agent',
    match: { agent: `agent-${made}` },
    window: 'lifetime',
    limit_usd: '1',
    ...fields,
  };
  const reply = await test.call('POST', '/v1/budgets', body);
  expect(reply.text).toContain('"id"');
  expect(reply.status).toBe(201);
  return membersOf(reply.json);
}

function agentOf(budget: Record<string, unknown>): string {
  return String((membersOf(budget.match).agent as string[])[0]);
}

async function spend(agent: string, amountUsd: string): Promise<number> {
  const reply = await test.call('POST', '/v1/reservations', { agent, amount_usd: amountUsd });
  if (reply.status !== 201) return reply.status;
  const settled = await test.call('POST', `/v1/reservations/${textOf(reply.json, 'id')}/settle`, {
    cost_usd: amountUsd,
  });
  expect(settled.status).toBe(200);
  return 201;
}

describe('a budget', () => {
  it('is answered as it was asked for, its limit under the name that carries its unit', async () => {
    const budget = await makeBudget({
      name: 'whole',
      owner: 'ops',
      limit_usd: '5.50',
      timezone: 'Europe/Berlin',
      window: 'day',
    });
    expect(budget).toMatchObject({
      name: 'whole',
      owner: 'ops',
      per: 'agent',
      window: 'day',
      timezone: 'Europe/Berlin',
      limit_usd: '5.5',
      enforcement: 'hard',
      allow_free: false,
      thresholds: [0.7, 0.9],
      notify: [],
    });
    expect(budget).not.toHaveProperty('limit_tokens');
    const read = await test.call('GET', `/v1/budgets/${textOf(budget, 'id')}`);
    expect(read.json).toEqual(budget);
  });

  it('of open reservations has no window', async () => {
    const budget = await makeBudget({ window: undefined, limit_usd: undefined, limit_concurrent: 2 });
    expect(budget).toMatchObject({ window: null, limit_concurrent: 2 });
    const agent = agentOf(budget);
    const replies = [];
    for (let call = 0; call < 3; call += 1)
      replies.push(await test.call('POST', '/v1/reservations', { agent, amount_usd: '1' }));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 429]);
  });

  it('takes one value of a label as well as a list of them', async () => {
    const budget = await makeBudget({ match: { agent: 'solo', model: ['openai/gpt-4o', 'gpt-4o-mini'] } });
    expect(budget.match).toEqual({ agent: ['solo'], model: ['openai/gpt-4o', 'gpt-4o-mini'] });
  });

  it('that is raised frees at once, and may be lowered below what is spent', async () => {
    const budget = await makeBudget();
    const path = `/v1/budgets/${textOf(budget, 'id')}`;
    const agent = agentOf(budget);
    expect([await spend(agent, '1'), await spend(agent, '0.1')]).toEqual([201, 402]);
    expect((await test.call('PATCH', path, { limit_usd: '2' })).json).toEqual({ ...budget, limit_usd: '2' });
    expect([await spend(agent, '0.5'), await spend(agent, '0.6')]).toEqual([201, 402]);
    expect((await test.call('PATCH', path, { limit_usd: '0.5' })).status).toBe(200);
    const [counter] = rowsOf(await test.call('GET', `${path}/counters`));
    expect(counter).toMatchObject({
      subject: agent,
      limit_usd: '0.5',
      spent_usd: '1.5',
      reserved_usd: '0',
      available_usd: '-1',
    });
  });

  it('that is deleted is gone at once with its counters, and a second time is not found', async () => {
    const budget = await makeBudget();
    const path = `/v1/budgets/${textOf(budget, 'id')}`;
    const agent = agentOf(budget);
    expect([await spend(agent, '1'), await spend(agent, '1')]).toEqual([201, 402]);
    const deleted = await test.call('DELETE', path);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect(await spend(agent, '1')).toBe(201);
    const left = await test.pool.query('SELECT 1 FROM counters WHERE budget_id = $1', [budget.id]);
    expect(left.rows).toEqual([]);
    const again = await Promise.all([
      test.call('DELETE', path),
      test.call('GET', path),
      test.call('PATCH', path, { limit_usd: '1' }),
      test.call('GET', `${path}/counters`),
    ]);
    expect(again.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});
