import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerNode } from '../../../src/wire.ts';
import { call, startNode } from '../../lane/support/nodes.ts';
import { createTestDatabase } from '../../postgres.ts';
import { makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type Reply, type TestNode } from '../support/test-node.ts';

let node: TestNode;
const noon = Date.UTC(2026, 10, 23, 11, 0, 50);
beforeAll(async () => {
  node = await startTestNode({ clock: () => noon });
});
afterAll(() => node.close());

/** An org of its own with a budget of 5 USD a day, half a dollar of it kept for a last call. */
async function org(name: string) {
  const call = node.as((await makeOrg(node.call, name)).secret);
  const terms = { name: 'cap', per: 'agent', window: 'day', limit_usd: '5', wind_down: 0.1 };
  const budget = membersOf((await call('POST', '/v1/budgets', terms)).json);
  const reserve = (amount: string, more = {}): Promise<Reply> =>
    call('POST', '/v1/reservations', { agent: 'bot', amount_usd: amount, ...more });
  const last = (amount: string, more = {}): Promise<Reply> => reserve(amount, { final: true, ...more });
  const path = `/v1/budgets/${textOf(budget, 'id')}`;
  return { call, budget, path, reserve, last };
}

describe('a budget with wind_down', () => {
  it('shows the share that it keeps, which can be changed and ended; others have none', async () => {
    const { call, budget, path } = await org('shown');
    expect(budget.wind_down).toBe(0.1);
    expect((await call('PATCH', path, { wind_down: 0.333333 })).json).toEqual({ ...budget, wind_down: 0.333333 });
    expect((await call('PATCH', path, { limit_usd: '6' })).json).toMatchObject({ wind_down: 0.333333 });
    expect((await call('PATCH', path, { wind_down: null })).json).toMatchObject({ wind_down: null });
    const plain = await call('POST', '/v1/budgets', { name: 'plain', per: 'org', window: 'day', limit_tokens: 5 });
    expect(plain.json).toMatchObject({ wind_down: null });
  });

  it.each([
    ['above half', { wind_down: 0.500001 }],
    ['nothing', { wind_down: 0 }],
    ['below zero', { wind_down: -0.1 }],
    ['text', { wind_down: '0.1' }],
    ['seven decimals', { wind_down: 0.1234567 }],
    ['of tokens', { limit_usd: undefined, limit_tokens: 5 }],
    ['of a limit that refuses nobody', { enforcement: 'soft' }],
  ])('%s is a 400 that names it', async (_name, more) => {
    const body = { name: 'bad', per: 'org', window: 'day', limit_usd: '5', wind_down: 0.1, ...more };
    const { status, json } = await node.call('POST', '/v1/budgets', body);
    expect([status, textOf(json, 'field')]).toEqual([400, 'wind_down']);
  });

  it('a change may not leave it without a hard limit in USD to keep it of', async () => {
    const { call, path, budget } = await org('changes');
    for (const change of [{ enforcement: 'soft' }, { wind_down: 0.6 }, { enforcement: 'soft', wind_down: 0.2 }]) {
      const { status, json } = await call('PATCH', path, change);
      expect([status, textOf(json, 'field')]).toEqual([400, 'wind_down']);
    }
    expect((await call('GET', path)).json).toEqual(budget);
    expect((await call('PATCH', path, { enforcement: 'soft', wind_down: null })).status).toBe(200);
    const { json } = await call('POST', '/v1/budgets', { name: 'tokens', per: 'org', window: 'day', limit_tokens: 5 });
    const refused = await call('PATCH', `/v1/budgets/${textOf(json, 'id')}`, { wind_down: 0.1 });
    expect([refused.status, textOf(refused.json, 'field')]).toEqual([400, 'wind_down']);
  });
});

/** Node after node on one database, as it is left and found again by a server that is stopped and started. */
it('what was taken is taken after a restart, and can be given back after it', async () => {
  const database = await createTestDatabase();
  try {
    const ask = { agent: 'bot', amount_usd: '0.5', final: true };
    let id = '';
    const lives: ((one: ServerNode) => Promise<unknown>)[] = [
      (one) =>
        call(one, 'POST', '/v1/budgets', { name: 'cap', per: 'org', window: 'day', limit_usd: '1', wind_down: 0.5 }),
      async (one) => {
        await call(one, 'POST', '/v1/reservations', { agent: 'bot', amount_usd: '0.5' });
        id = String((await call(one, 'POST', '/v1/reservations', ask)).body['id']);
      },
      async (one) => expect((await call(one, 'POST', '/v1/reservations', ask)).status).toBe(429),
      async (one) => expect((await call(one, 'POST', `/v1/reservations/${id}/release`, {})).status).toBe(200),
      async (one) => expect((await call(one, 'POST', '/v1/reservations', ask)).body['final']).toBe(true),
    ];
    for (const live of lives) {
      const one = await startNode(database.connection, { clock: () => noon });
      await live(one);
      await one.close();
    }
  } finally {
    await database.drop();
  }
});

describe('a last call', () => {
  it('is told of with the refusal that comes before it, and spends what is kept', async () => {
    const { reserve, last, call, path } = await org('spends');
    expect((await reserve('4.4')).json).toMatchObject({
      final: false,
      budgets: [{ limit_usd: '5', available_usd: '0.1', wind_down_available_usd: '0.6' }],
    });
    const refused = await reserve('4.9');
    expect(refused.json).toMatchObject({
      status: 402,
      detail:
        'agent bot has 0.1 USD left of 5 USD for 2026-11-23 (UTC); this call needs up to 4.9 USD. One last call may use up to 0.6 USD',
      limit_usd: '5',
      reserved_usd: '4.4',
      available_usd: '0.1',
      wind_down_available_usd: '0.6',
    });
    expect((await last('0.6')).json).toMatchObject({
      state: 'held',
      final: true,
      budgets: [{ limit_usd: '5', reserved_usd: '5', available_usd: '-0.5', wind_down_available_usd: '0' }],
    });
    const again = await last('0.1');
    // What is open may be given back, so that the refusal is no final one.
    expect(again.json).toMatchObject({ code: 'budget_in_flight', wind_down_available_usd: '0' });
    expect(textOf(again.json, 'detail')).toMatch(/\. The allowance for a last call is taken$/);
    const [counter] = rowsOf(await call('GET', `${path}/counters`));
    expect(counter).toMatchObject({ subject: 'bot', reserved_usd: '5', wind_down_available_usd: '0' });
  });

  it('leaves the allowance to a later one where it fits without, and gives it back with a release', async () => {
    const { last, call } = await org('gives back');
    expect((await last('4.5')).json).toMatchObject({ final: false });
    for (let time = 0; time < 2; time += 1) {
      const { json } = await last('0.5');
      expect(json).toMatchObject({ final: true });
      expect((await call('POST', `/v1/reservations/${textOf(json, 'id')}/release`)).status).toBe(200);
    }
  });

  it('counts for one agent: another has a counter of its own', async () => {
    const { reserve, last } = await org('subjects');
    for (const agent of ['bot', 'bee']) {
      expect((await reserve('4.5', { agent })).status).toBe(201);
      expect((await last('0.5', { agent })).json).toMatchObject({ final: true });
    }
  });

  it('uses a raised limit like any other call, and an allowance only once', async () => {
    const { reserve, last, call, path } = await org('raised');
    await reserve('4.5');
    expect((await last('0.5')).json).toMatchObject({ final: true });
    await call('PATCH', path, { limit_usd: '10' });
    expect((await last('4')).json).toMatchObject({ final: false });
    expect((await last('0.1')).status).toBe(429);
    await call('PATCH', path, { wind_down: null });
    expect((await reserve('1')).status).toBe(201);
  });

  it('sent again with its key is the same answer, and takes nothing more', async () => {
    const { reserve, call } = await org('repeats');
    await reserve('4.5');
    const body = { agent: 'bot', amount_usd: '0.5', final: true };
    const send = (): Promise<Reply> => call('POST', '/v1/reservations', body, { 'idempotency-key': 'last' });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.text]).toEqual([201, first.text]);
    const other = await call('POST', '/v1/reservations', { ...body, final: false }, { 'idempotency-key': 'last' });
    expect(other.json).toMatchObject({ code: 'idempotency_mismatch' });
  });

  it('is a boolean', async () => {
    const { last } = await org('typed');
    const { status, json } = await last('0.5', { final: 'true' });
    expect([status, textOf(json, 'field')]).toEqual([400, 'final']);
  });
});
