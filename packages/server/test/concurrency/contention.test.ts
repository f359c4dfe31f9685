import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Nodes, type Reply, startNodes, tally } from '../lane/support/nodes.ts';

const callers = 200;
const room = 4;

/** The same post from many callers at once. */
function storm(
  nodes: Nodes,
  path: string,
  body: (index: number) => unknown,
  headers?: Record<string, string>,
  count = callers,
): Promise<Reply[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => nodes.post(path, body(index), headers)));
}

function winners(replies: readonly Reply[]): string[] {
  return replies.filter(({ status }) => status === 201).map(({ body }) => String(body['id']));
}

async function settleAll(nodes: Nodes, ids: readonly string[], costUsd: string): Promise<void> {
  await Promise.all(ids.map((id) => nodes.must(`/v1/reservations/${id}/settle`, { cost_usd: costUsd })));
}

describe.each([1, 2])('200 callers at once on %i node(s)', (count) => {
  let nodes: Nodes;

  beforeAll(async () => {
    nodes = await startNodes(count);
  });

  afterAll(async () => {
    await nodes.expectVerified();
    await nodes.close();
  });

  test('a budget with room for 4 admits exactly 4; the others are in flight, and over once those are settled', async () => {
    await nodes.must('/v1/budgets', {
      name: 'four',
      per: 'agent',
      match: { agent: 'crowd' },
      window: 'lifetime',
      limit_usd: '1',
    });
    const ask = (): unknown => ({ agent: 'crowd', amount_usd: '0.25' });
    const first = await storm(nodes, '/v1/reservations', ask);
    expect(tally(first)).toEqual({ '201': room, '429 budget_in_flight': callers - room });
    expect(new Set(first.filter(({ status }) => status === 429).map(({ retryAfter }) => retryAfter))).toEqual(
      new Set(['1']),
    );
    await settleAll(nodes, winners(first), '0.25');
    expect(tally(await storm(nodes, '/v1/reservations', ask))).toEqual({ '402 budget_exceeded': callers });
  });

  test('of 200 last calls one has the allowance; of 200 others none gets into it', async () => {
    const terms = { per: 'agent', match: { agent: 'leaver' }, window: 'lifetime', limit_usd: '1', wind_down: 0.25 };
    await nodes.must('/v1/budgets', { name: 'kept', ...terms });
    const ask = (final: boolean) => (): unknown => ({ agent: 'leaver', amount_usd: '0.25', final });
    const first = await storm(nodes, '/v1/reservations', ask(false));
    expect(tally(first)).toEqual({ '201': 3, '429 budget_in_flight': callers - 3 });
    await settleAll(nodes, winners(first), '0.25');
    const last = await storm(nodes, '/v1/reservations', ask(true));
    expect(tally(last)).toEqual({ '201': 1, '402 budget_exceeded': callers - 1 });
    await Promise.all(winners(last).map((id) => nodes.must(`/v1/reservations/${id}/release`, {})));
    expect(tally(await storm(nodes, '/v1/reservations', ask(true)))).toEqual({
      '201': 1,
      '402 budget_exceeded': callers - 1,
    });
  });

  test('a run cap is held by the same reservation as every other limit (litellm#34732)', async () => {
    await nodes.must('/v1/runs', { id: `run-${count}`, agent: 'runner', limit_usd: '1' });
    const ask = (index: number): unknown => ({
      agent: 'runner',
      run: `run-${count}`,
      amount_usd: '0.25',
      workflow: `flow-${index % 3}`,
    });
    const first = await storm(nodes, '/v1/reservations', ask);
    expect(tally(first)).toEqual({ '201': room, '429 budget_in_flight': callers - room });
    await settleAll(nodes, winners(first), '0.25');
    expect(tally(await storm(nodes, '/v1/reservations', ask))).toEqual({ '402 run_cap_exceeded': callers });
  });

  test('a limit on what is open at once holds for any number of callers, and frees by release', async () => {
    await nodes.must('/v1/budgets', {
      name: 'open at once',
      per: 'agent',
      match: { agent: 'busy' },
      limit_concurrent: room,
    });
    const ask = (): unknown => ({ agent: 'busy', amount_usd: '0.01' });
    const first = await storm(nodes, '/v1/reservations', ask);
    expect(tally(first)).toEqual({ '201': room, '429 budget_in_flight': callers - room });
    await Promise.all(winners(first).map((id) => nodes.must(`/v1/reservations/${id}/release`, {})));
    expect(tally(await storm(nodes, '/v1/reservations', ask))).toEqual({
      '201': room,
      '429 budget_in_flight': callers - room,
    });
  });

  test('the first calls of a user nobody has seen are counted like any other (litellm#40095)', async () => {
    await nodes.must('/v1/budgets', { name: 'per user', per: 'user', window: 'day', limit_usd: '1' });
    const ask = (index: number): unknown => ({ agent: `new-agent-${index % 2}`, user: 'stranger', amount_usd: '0.25' });
    const first = await storm(nodes, '/v1/reservations', ask);
    expect(tally(first)).toEqual({ '201': room, '429 budget_in_flight': callers - room });
    const { rows } = await nodes.pool.query<{ id: string }>(
      "SELECT id FROM registry WHERE id = 'stranger' OR id LIKE 'new-agent-%'",
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test('one Idempotency-Key sent 50 times at once has one effect and one answer, byte for byte', async () => {
    const body = { agent: 'twice', amount_usd: '0.5' };
    const replies = await storm(nodes, '/v1/reservations', () => body, { 'idempotency-key': 'once' }, 50);
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const other = await nodes.post('/v1/reservations', { ...body, amount_usd: '0.6' }, { 'idempotency-key': 'once' });
    expect([other.status, other.code]).toEqual([422, 'idempotency_mismatch']);
    const { rows } = await nodes.pool.query("SELECT id FROM reservations WHERE agent = 'twice'");
    expect(rows).toEqual([{ id: replies[0]?.body['id'] }]);
  });

  test('one settle sent 50 times at once charges once, with one answer; another settle is refused (blnk#171, lago#3618)', async () => {
    const { body } = await nodes.must('/v1/reservations', { agent: 'payer', amount_usd: '0.5' });
    const path = `/v1/reservations/${String(body['id'])}/settle`;
    const replies = await storm(nodes, path, () => ({ cost_usd: '0.75' }), {}, 50);
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const other = await nodes.post(path, { cost_usd: '0.76' });
    expect([other.status, other.code]).toEqual([409, 'already_settled']);
    const { rows } = await nodes.pool.query('SELECT cost_nano_usd FROM usage_records WHERE reservation_id = $1', [
      body['id'],
    ]);
    expect(rows).toEqual([{ cost_nano_usd: 750_000_000n }]);
  });

  test('one top-up reference sent 50 times at once adds credit once (lago#5870), and the wallet then holds 4 of 200', async () => {
    const topUp = { amount_usd: '1', reference: 'invoice-1' };
    const replies = await storm(nodes, '/v1/credits/top-ups', () => topUp, {}, 50);
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await nodes.get('/v1/credits')).body).toMatchObject({ mode: 'prepaid', balance_usd: '1' });
    const ask = (): unknown => ({ agent: 'prepaid', amount_usd: '0.25' });
    const first = await storm(nodes, '/v1/reservations', ask);
    expect(tally(first)).toEqual({ '201': room, '429 budget_in_flight': callers - room });
    await settleAll(nodes, winners(first), '0.25');
    expect(tally(await storm(nodes, '/v1/reservations', ask))).toEqual({ '402 insufficient_credit': callers });
  });
});
