import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tableContents } from '../api/support/table-contents.ts';
import { call, type Nodes, type Reply, startNode, startNodes, tally } from '../lane/support/nodes.ts';

let nodes: Nodes;

beforeEach(async () => {
  nodes = await startNodes(1);
});

afterEach(async () => {
  await nodes.expectVerified();
  await nodes.close();
});

async function reserve(body: Record<string, unknown>): Promise<string> {
  return String((await nodes.must('/v1/reservations', { agent: 'bot', ...body })).body['id']);
}

async function budget(body: Record<string, unknown>): Promise<string> {
  return String((await nodes.must('/v1/budgets', { name: 'a', per: 'org', window: 'lifetime', ...body })).body['id']);
}

async function counters(id: string): Promise<unknown> {
  return (await nodes.get(`/v1/budgets/${id}/counters`)).body['data'];
}

function ask(body: Record<string, unknown>): Promise<Reply> {
  return nodes.post('/v1/reservations', { agent: 'bot', ...body });
}

describe('what others got wrong', () => {
  test('available is the limit less what is spent and what is held: the hold after the last that fits is refused (blnk#181)', async () => {
    await budget({ limit_usd: '5' });
    const replies: Reply[] = [];
    for (let index = 0; index < 6; index += 1) replies.push(await ask({ amount_usd: '1' }));
    expect(tally(replies)).toEqual({ '201': 5, '429 budget_in_flight': 1 });
  });

  test('each counter of a call moves with its record: nothing is applied in part (blnk#55, blnk#315)', async () => {
    const all = await Promise.all(
      ['org', 'agent', 'user', 'workflow'].map((per) => budget({ name: per, per, limit_usd: '10' })),
    );
    const id = await reserve({ amount_usd: '2', user: 'ann', workflow: 'flow' });
    await nodes.must(`/v1/reservations/${id}/settle`, { cost_usd: '1.5' });
    for (const one of all) expect(await counters(one)).toMatchObject([{ spent_usd: '1.5', reserved_usd: '0' }]);
  });

  test('a refusal leaves every row as it was, but for the count of refusals and one alert (unkey#4080)', async () => {
    await budget({ limit_usd: '1' });
    const told = ['refusal_counts', 'refused_models', 'alerts', 'alert_outbox', 'org_lanes', 'api_keys'];
    const before = await tableContents(nodes.pool, told);
    expect((await ask({ agent: 'stranger', user: 'unseen', run: 'new-run', amount_usd: '2' })).code).toBe(
      'budget_exceeded',
    );
    expect(await tableContents(nodes.pool, told)).toEqual(before);
    const { rows } = await nodes.pool.query('SELECT code, agent, count FROM refusal_counts');
    expect(rows).toEqual([{ code: 'budget_exceeded', agent: 'stranger', count: 1n }]);
    const alerts = await nodes.pool.query('SELECT type, agent FROM alerts');
    expect(alerts.rows).toEqual([{ type: 'budget_refused', agent: 'stranger' }]);
  });

  test('settling 900 against a hold of 100 books 900: the true cost is never clipped or refused (cycles)', async () => {
    const id = await budget({ limit_usd: '150' });
    const held = await reserve({ amount_usd: '100' });
    const settled = await nodes.must(`/v1/reservations/${held}/settle`, { cost_usd: '900' });
    expect(settled.body).toMatchObject({ cost_usd: '900', overage: true });
    expect(await counters(id)).toMatchObject([{ spent_usd: '900', available_usd: '-750' }]);
    expect((await ask({ amount_usd: '1' })).code).toBe('budget_exceeded');
  });

  test('adding a workflow, or any other label, never lets a call past a cap (cycles)', async () => {
    await budget({ per: 'agent', limit_usd: '1' });
    await reserve({ amount_usd: '1' });
    const labels = [
      { workflow: 'w' },
      { connection: 'c' },
      { user: 'u' },
      { team: 't' },
      { run: 'r' },
      { model: 'gpt-4o', provider: 'openai' },
    ];
    const replies = await Promise.all(labels.map((label) => ask({ amount_usd: '1', ...label })));
    expect(tally(replies)).toEqual({ '429 budget_in_flight': labels.length });
  });

  test('a limit of 0 blocks; no other budget lifts it (litellm PR#37736)', async () => {
    await budget({ name: 'none', per: 'agent', limit_usd: '0' });
    await budget({ name: 'plenty', limit_usd: '100' });
    expect((await ask({ amount_usd: '0.01' })).code).toBe('budget_exceeded');
    expect((await ask({ amount_usd: '0' })).code).toBe('budget_exceeded');
  });

  test('a model without a price is refused under a hard limit, and a free one is not unknown (litellm#24770, #35524)', async () => {
    await budget({ limit_usd: '1' });
    expect((await ask({ provider: 'openai', model: 'no-such-model', amount_usd: '0.1' })).code).toBe('model_unpriced');
    const free = { input_usd_per_mtok: '0', output_usd_per_mtok: '0' };
    expect((await call(nodes.nodes[0]!, 'PUT', '/v1/prices/overrides/mine/free-model', free)).status).toBeLessThan(300);
    const estimate = { input_tokens: 1_000, max_output_tokens: 1_000 };
    expect((await ask({ provider: 'mine', model: 'free-model', estimate })).status).toBe(201);
  });

  test('what is set is what is shown and enforced; an unknown field is refused, not dropped (bifrost#5673)', async () => {
    const unknown = await nodes.post('/v1/budgets', {
      name: 'b',
      per: 'org',
      window: 'day',
      limit_usd: '1',
      budget: '5',
    });
    expect([unknown.status, unknown.body['field']]).toEqual([400, 'budget']);
    const id = await budget({ limit_usd: '30' });
    expect((await nodes.get(`/v1/budgets/${id}`)).body['limit_usd']).toBe('30');
    expect((await ask({ amount_usd: '30.000000001' })).code).toBe('budget_exceeded');
    expect((await ask({ amount_usd: '30' })).status).toBe(201);
  });

  test('another budget on the same spend starts from what its own window has seen, not from a lifetime (litellm#34492)', async () => {
    const id = await reserve({ amount_usd: '2' });
    await nodes.must(`/v1/reservations/${id}/settle`, { cost_usd: '2' });
    await nodes.must('/v1/usage', {
      id: 'old',
      source: 'meter',
      agent: 'bot',
      cost_usd: '50',
      time: '2026-01-15T12:00:00Z',
    });
    const day = await budget({ name: 'day', window: 'day', limit_usd: '10' });
    const lifetime = await budget({ name: 'lifetime', limit_usd: '100' });
    expect(await counters(day)).toMatchObject([{ spent_usd: '2' }]);
    expect(await counters(lifetime)).toMatchObject([{ spent_usd: '52' }]);
  });

  test('an edit of a budget keeps what it has counted, and a raise frees at once (bifrost PR#2363)', async () => {
    const id = await budget({ limit_usd: '1' });
    await nodes.must(`/v1/reservations/${await reserve({ amount_usd: '1' })}/settle`, { cost_usd: '1' });
    expect((await ask({ amount_usd: '0.5' })).code).toBe('budget_exceeded');
    expect(
      (await call(nodes.nodes[0]!, 'PATCH', `/v1/budgets/${id}`, { name: 'renamed', limit_usd: '2' })).status,
    ).toBe(200);
    expect((await ask({ amount_usd: '0.5' })).status).toBe(201);
    expect(await counters(id)).toMatchObject([{ spent_usd: '1', reserved_usd: '0.5' }]);
  });

  test('a server that starts again changes no figure (bifrost#5925, litellm#28247)', async () => {
    const id = await budget({ limit_usd: '10' });
    await nodes.must(`/v1/reservations/${await reserve({ amount_usd: '2' })}/settle`, { cost_usd: '2' });
    await reserve({ amount_usd: '3' });
    const before = await counters(id);
    for (let start = 0; start < 2; start += 1) {
      const other = await startNode(nodes.database);
      expect((await call(other, 'GET', `/v1/budgets/${id}/counters`)).body['data']).toEqual(before);
      await other.close();
    }
  });

  test('a node sees at once what another one spent: there is no second copy of the truth (litellm#33325, #36926)', async () => {
    await budget({ limit_usd: '2' });
    const other = await startNode(nodes.database);
    await reserve({ amount_usd: '1' });
    const onOther = await call(other, 'POST', '/v1/reservations', { agent: 'bot', amount_usd: '1' });
    expect([onOther.status, (await ask({ amount_usd: '1' })).code]).toEqual([201, 'budget_in_flight']);
    await other.close();
  });

  test('a refusal shows spent, held and available apart (litellm#40050)', async () => {
    await budget({ limit_usd: '5' });
    await nodes.must(`/v1/reservations/${await reserve({ amount_usd: '1' })}/settle`, { cost_usd: '1.25' });
    await reserve({ amount_usd: '2' });
    const { body } = await ask({ amount_usd: '3' });
    expect(body).toMatchObject({
      limit_usd: '5',
      spent_usd: '1.25',
      reserved_usd: '2',
      available_usd: '1.75',
      required_usd: '3',
    });
  });

  test('sums are exact: ten charges of a tenth of a cent are a cent (otari#691, litellm#8867)', async () => {
    const id = await budget({ limit_usd: '0.01' });
    for (let index = 0; index < 10; index += 1) {
      await nodes.must(`/v1/reservations/${await reserve({ amount_usd: '0.001' })}/settle`, { cost_usd: '0.001' });
    }
    expect(await counters(id)).toMatchObject([{ spent_usd: '0.01', available_usd: '0' }]);
    expect((await ask({ amount_usd: '0.000000001' })).code).toBe('budget_exceeded');
  });

  test('usage reported twice, alone or in an array with others, is booked once, and the rest of the array is kept (autumn#2537)', async () => {
    const report = (id: string): unknown => ({ id, source: 'meter', agent: 'bot', cost_usd: '1' });
    const id = await budget({ limit_usd: '100' });
    await nodes.must('/v1/usage', report('a'));
    await nodes.must('/v1/usage', [report('a'), report('b'), report('b')]);
    expect(await counters(id)).toMatchObject([{ spent_usd: '2' }]);
    const other = await nodes.post('/v1/usage', { id: 'a', source: 'meter', agent: 'bot', cost_usd: '2' });
    expect(other.code).toBe('idempotency_mismatch');
  });

  test('the same key, id or reference in another org is another one (openmeter#126)', async () => {
    const { body } = await nodes.must('/v1/orgs', { name: 'other' });
    const other = { authorization: `Bearer ${String((body['admin_key'] as Record<string, unknown>)['secret'])}` };
    const topUp = { amount_usd: '5', reference: 'invoice-1' };
    const usage = { id: 'a', source: 'meter', agent: 'bot', cost_usd: '1' };
    const key = { 'idempotency-key': 'k' };
    for (const headers of [{}, other]) {
      await nodes.must('/v1/credits/top-ups', topUp, headers);
      await nodes.must('/v1/usage', usage, headers);
      await nodes.must('/v1/reservations', { agent: 'bot', amount_usd: '1' }, { ...headers, ...key });
    }
    const { rows } = await nodes.pool.query('SELECT wallet_balance, wallet_reserved FROM org_lanes');
    expect(rows).toEqual([0, 1].map(() => ({ wallet_balance: 4_000_000_000n, wallet_reserved: 1_000_000_000n })));
  });
});
