import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badAmounts, badLabels } from '../support/bad-values.ts';
import { makeKey, makeOrg, membersOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Call, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
  await node.call('GET', '/v1/usage');
});
afterAll(() => node.close());

async function spend(call: Call, run: string, agent: string, cost: string): Promise<void> {
  const { json } = await call('POST', '/v1/reservations', { agent, run, amount_usd: cost });
  await call('POST', `/v1/reservations/${textOf(json, 'id')}/settle`, { cost_usd: cost });
}

describe('201: a run', () => {
  it('has the id that was given, or one of its own', async () => {
    const body = { id: 'job-1', agent: 'bot', workflow: 'nightly', limit_usd: '2.50' };
    const reply = await node.call('POST', '/v1/runs', body);
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      id: 'job-1',
      agent: 'bot',
      workflow: 'nightly',
      parent_run: null,
      ancestors: [],
      limit_usd: '2.5',
    });
    expect((await node.call('POST', '/v1/runs', body)).json).toMatchObject({ id: 'job-1' });
    expect(textOf((await node.call('POST', '/v1/runs', { agent: 'bot' })).json, 'id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('counts what it and all below it spend', async () => {
    await node.call('POST', '/v1/runs', { id: 'top', agent: 'bot', limit_usd: '10' });
    await node.call('POST', '/v1/runs', { id: 'mid', agent: 'helper', parent_run: 'top' });
    await node.call('POST', '/v1/runs', { id: 'leaf', agent: 'helper', parent_run: 'mid' });
    await spend(node.call, 'top', 'bot', '1');
    await spend(node.call, 'mid', 'helper', '2');
    await spend(node.call, 'leaf', 'helper', '4');
    await node.call('POST', '/v1/reservations', { agent: 'helper', run: 'leaf', amount_usd: '0.5' });
    const run = async (id: string) => (await node.call('GET', `/v1/runs/${id}`)).json;
    expect(await run('top')).toMatchObject({
      spent_usd: '7',
      own_spent_usd: '1',
      reserved_usd: '0.5',
      limit_usd: '10',
    });
    expect(await run('mid')).toMatchObject({ spent_usd: '6', own_spent_usd: '2', ancestors: ['top'] });
    expect(await run('leaf')).toMatchObject({
      spent_usd: '4',
      own_spent_usd: '4',
      ancestors: ['mid', 'top'],
      parent_run: 'mid',
    });
    const over = await node.call('POST', '/v1/reservations', { agent: 'helper', run: 'leaf', amount_usd: '3.01' });
    expect(over.json).toMatchObject({ status: 402, code: 'run_cap_exceeded', subject: 'top', spent_usd: '7' });
  });

  it('of a call that named none is the call itself', async () => {
    const { json } = await node.call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1' });
    const { id, run } = membersOf(json);
    expect(run).toBe(id);
    expect((await node.call('GET', `/v1/runs/${String(id)}`)).json).toMatchObject({
      id,
      agent: 'bot',
      reserved_usd: '1',
    });
  });
});

describe('a finished run', () => {
  it('takes no more, for good; the same end again is harmless', async () => {
    await node.call('POST', '/v1/runs', { id: 'done', agent: 'bot' });
    const finish = (status: string) => node.call('POST', '/v1/runs/done/finish', { status });
    const finished = await finish('succeeded');
    expect(finished.json).toMatchObject({ id: 'done', status: 'succeeded' });
    expect(textOf(finished.json, 'finished_at')).toMatch(/Z$/);
    expect((await finish('succeeded')).json).toEqual(finished.json);
    expect((await finish('failed')).json).toMatchObject({ status: 403, code: 'run_finished', run: 'done' });
    const refused = await node.call('POST', '/v1/reservations', { agent: 'bot', run: 'done', amount_usd: '1' });
    expect(refused.json).toMatchObject({ status: 403, code: 'run_finished' });
    expect(refused.headers['x-should-retry']).toBe('false');
    expect((await node.call('POST', '/v1/runs', { agent: 'bot', parent_run: 'done' })).json).toMatchObject({
      code: 'run_finished',
    });
  });
});

describe('a refusal makes no run', () => {
  async function expectNothing(call: Call, body: unknown, answer: object, path = '/v1/runs'): Promise<void> {
    const except = ['refusal_counts', 'alerts', 'org_lanes', 'api_keys'];
    const before = await tableContents(node.pool, except);
    expect((await call('POST', path, body)).json).toMatchObject(answer);
    expect(await tableContents(node.pool, except)).toEqual(before);
  }

  it('402 where a hard budget or the wallet has nothing left', async () => {
    const call = node.as((await makeOrg(node.call, 'empty')).secret);
    await call('POST', '/v1/budgets', { name: 'cap', per: 'agent', window: 'day', limit_usd: '1' });
    await spend(call, 'r-1', 'bot', '1');
    await expectNothing(call, { id: 'r-2', agent: 'bot' }, { status: 402, code: 'budget_exceeded' });
    await call('POST', '/v1/credits/top-ups', { amount_usd: '1', reference: 't' });
    await call('POST', '/v1/usage', { id: 'u', source: 's', agent: 'other', cost_usd: '1' });
    await expectNothing(call, { id: 'r-3', agent: 'third' }, { status: 402, code: 'insufficient_credit' });
  });

  it('422 for a run of another agent', async () => {
    await node.call('POST', '/v1/runs', { id: 'bound', agent: 'bot' });
    await expectNothing(
      node.call,
      { id: 'bound', agent: 'other' },
      { status: 422, code: 'run_agent_mismatch', agent: 'other' },
    );
    const body = { agent: 'other', run: 'bound', amount_usd: '1' };
    await expectNothing(node.call, body, { status: 422, code: 'run_agent_mismatch' }, '/v1/reservations');
  });

  it('400 for a parent that does not exist, changes, or is too deep', async () => {
    await expectNothing(node.call, { agent: 'bot', parent_run: 'nobody' }, { status: 400, field: 'parent_run' });
    await node.call('POST', '/v1/runs', { id: 'd-0', agent: 'bot' });
    for (let depth = 1; depth <= 8; depth += 1) {
      const made = await node.call('POST', '/v1/runs', {
        id: `d-${depth}`,
        agent: 'bot',
        parent_run: `d-${depth - 1}`,
      });
      expect(made.status).toBe(201);
    }
    await expectNothing(node.call, { agent: 'bot', parent_run: 'd-8' }, { status: 400, field: 'parent_run' });
    const moved = { agent: 'bot', run: 'd-1', parent_run: 'd-2', amount_usd: '1' };
    await expectNothing(node.call, moved, { status: 400, field: 'parent_run' }, '/v1/reservations');
    await expectNothing(
      node.call,
      { id: 'self', agent: 'bot', parent_run: 'self' },
      { status: 400, field: 'parent_run' },
    );
  });

  it.each(badAmounts)('400 for a cap that is %s', (_name, cap) =>
    expectNothing(node.call, { agent: 'bot', limit_usd: cap }, { status: 400, field: 'limit_usd' }),
  );
  it.each(badLabels)('400 for an id that is %s', (_name, id) =>
    expectNothing(node.call, { agent: 'bot', id }, { status: 400, field: 'id' }),
  );
  it.each<[string, unknown, string]>([
    ['agent', {}, '/v1/runs'],
    ['color', { agent: 'bot', color: 'red' }, '/v1/runs'],
    ['body', undefined, '/v1/runs'],
    ['status', { status: 'done' }, '/v1/runs/top/finish'],
    ['status', {}, '/v1/runs/top/finish'],
    ['body', undefined, '/v1/runs/top/finish'],
    ['cost_usd', { status: 'failed', cost_usd: '1' }, '/v1/runs/top/finish'],
  ])('400 for a wrong %s', (field, body, path) => expectNothing(node.call, body, { status: 400, field }, path));
});

describe('an agent key', () => {
  it('sees and ends its own agent\u2019s runs only', async () => {
    const call = node.as((await makeKey(node.call, { kind: 'agent', agent: 'runner' })).secret);
    expect((await call('POST', '/v1/runs', { id: 'own' })).json).toMatchObject({ agent: 'runner' });
    expect((await call('GET', '/v1/runs/own')).status).toBe(200);
    expect((await call('GET', '/v1/runs/job-1')).json).toMatchObject({ status: 404, code: 'not_found' });
    expect((await call('POST', '/v1/runs/job-1/finish', { status: 'failed' })).json).toMatchObject({ status: 404 });
    expect((await call('POST', '/v1/runs', { agent: 'bot' })).json).toMatchObject({ status: 403, field: 'agent' });
  });
});
