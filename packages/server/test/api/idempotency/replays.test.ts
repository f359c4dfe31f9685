import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, textOf } from '../support/fields.ts';
import { startTestNode, type Call, type Reply, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let now = Date.UTC(2026, 10, 23, 12, 0, 0);
beforeAll(async () => {
  node = await startTestNode({ clock: () => now });
});
afterAll(() => node.close());

const withKey = (key: string): Record<string, string> => ({ 'idempotency-key': key });

function reserve(call: Call, key: string, more = {}): Promise<Reply> {
  return call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1', ...more }, withKey(key));
}

async function count(table: string): Promise<number> {
  const { rows } = await node.pool.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(rows[0]?.count);
}

const shown = ({ status, text }: Reply): [number, string] => [status, text];

describe('the same key and body', () => {
  it('get the same answer byte for byte, with or without quotes, and one effect', async () => {
    const reservations = await count('reservations');
    const first = await reserve(node.call, 'key-1');
    now += 60_000;
    for (const key of ['key-1', '"key-1"']) {
      const again = await reserve(node.call, key);
      expect(shown(again)).toEqual(shown(first));
      expect(again.headers['idempotent-replayed']).toBe('true');
    }
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(await count('reservations')).toBe(reservations + 1);
  });

  it('are the same however the body is written', async () => {
    const first = await reserve(node.call, 'key-2', { amount_usd: '0.1' });
    const again = await node.call(
      'POST',
      '/v1/reservations',
      '{ "amount_usd": "0.100", "agent": "bot" }',
      withKey('key-2'),
    );
    expect(shown(again)).toEqual(shown(first));
  });

  it('sent many at once have one effect and one answer', async () => {
    const reservations = await count('reservations');
    const replies = await Promise.all(Array.from({ length: 20 }, () => reserve(node.call, 'key-3')));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await count('reservations')).toBe(reservations + 1);
  });

  it('get a refusal again, even where it would be admitted by now', async () => {
    const { call, budget } = await orgWithBudget('kept', '0.5');
    const refused = await reserve(call, 'over');
    expect(refused.json).toMatchObject({ status: 402 });
    await call('PATCH', budget, { limit_usd: '50' });
    expect(shown(await reserve(call, 'over'))).toEqual(shown(refused));
    expect((await reserve(call, 'over')).headers['x-should-retry']).toBe('false');
    expect((await reserve(call, 'next')).status).toBe(201);
  });

  it('get a decided 403 and 422 again', async () => {
    const { call } = await orgWithBudget('decided', '5');
    await call('POST', '/v1/agents', { id: 'paused-bot' });
    await call('POST', '/v1/agents/paused-bot/pause');
    const paused = await reserve(call, 'paused', { agent: 'paused-bot' });
    expect(paused.json).toMatchObject({ status: 403, code: 'agent_paused' });
    await call('POST', '/v1/agents/paused-bot/resume');
    expect(shown(await reserve(call, 'paused', { agent: 'paused-bot' }))).toEqual(shown(paused));
    const unpriced = { provider: 'nobody', model: 'nothing' };
    const refused = await reserve(call, 'unpriced', unpriced);
    expect(refused.json).toMatchObject({ status: 422, code: 'model_unpriced' });
    await call('PUT', '/v1/prices/overrides/nobody/nothing', { input_usd_per_mtok: '0', output_usd_per_mtok: '0' });
    expect(shown(await reserve(call, 'unpriced', unpriced))).toEqual(shown(refused));
  });

  it('work for every kind of command', async () => {
    const id = textOf((await reserve(node.call, 'all')).json, 'id');
    const calls: [string, unknown][] = [
      [`/v1/reservations/${id}/extend`, { ttl_seconds: 600 }],
      [`/v1/reservations/${id}/settle`, { cost_usd: '0.5' }],
      ['/v1/usage', { id: 'once', source: 's', agent: 'bot', cost_usd: '1' }],
      ['/v1/runs', { agent: 'bot' }],
      ['/v1/agents', { id: 'made-once' }],
      ['/v1/budgets', { name: 'made once', per: 'org', window: 'day', limit_usd: '1000' }],
      ['/v1/credits/top-ups', { amount_usd: '100', reference: 'once' }],
    ];
    for (const [path, body] of calls) {
      const first = await node.call('POST', path, body, withKey('all'));
      expect([200, 201]).toContain(first.status);
      now += 1_000;
      expect(shown(await node.call('POST', path, body, withKey('all')))).toEqual(shown(first));
    }
  });
});

describe('the same key', () => {
  it('with another body is 422, and does nothing', async () => {
    await reserve(node.call, 'key-4');
    const reservations = await count('reservations');
    const other = await reserve(node.call, 'key-4', { amount_usd: '2' });
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    expect(other.headers['x-should-retry']).toBe('false');
    expect(await count('reservations')).toBe(reservations);
  });

  it('of another path is another request', async () => {
    const one = textOf((await reserve(node.call, 'key-5')).json, 'id');
    const two = textOf((await reserve(node.call, 'key-5b')).json, 'id');
    const release = (id: string) => node.call('POST', `/v1/reservations/${id}/release`, {}, withKey('key-5'));
    expect((await release(one)).json).toMatchObject({ id: one, state: 'released' });
    expect((await release(two)).json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
  });

  it('of another org is another key', async () => {
    const other = node.as((await makeOrg(node.call, 'other')).secret);
    const [here, there] = [await reserve(node.call, 'key-6'), await reserve(other, 'key-6')];
    expect(there.status).toBe(201);
    expect(membersOf(there.json).id).not.toBe(membersOf(here.json).id);
  });

  it('never gives one agent the answer to another', async () => {
    const holder = async (agent: string) => node.as((await makeKey(node.call, { kind: 'agent', agent })).secret);
    const [ann, ben] = [await holder('ann'), await holder('ben')];
    const body = { amount_usd: '1' };
    const first = await ann('POST', '/v1/reservations', body, withKey('key-7'));
    const second = await ben('POST', '/v1/reservations', body, withKey('key-7'));
    expect(first.status).toBe(201);
    expect(second.json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
  });
});

describe('what a wait or a correction cures is never kept', () => {
  it('400 and 401', async () => {
    expect((await reserve(node.call, 'cured', { amount_usd: 1 })).status).toBe(400);
    expect((await reserve(node.as('wrong'), 'cured')).status).toBe(401);
    expect((await reserve(node.call, 'cured')).status).toBe(201);
  });

  it('429', async () => {
    const { call } = await orgWithBudget('waiting', '1.5');
    const id = textOf((await reserve(call, 'holding')).json, 'id');
    expect((await reserve(call, 'waits')).json).toMatchObject({ status: 429, code: 'budget_in_flight' });
    await call('POST', `/v1/reservations/${id}/release`);
    expect((await reserve(call, 'waits')).status).toBe(201);
  });
});

describe('a key', () => {
  it.each([
    ['empty', ''],
    ['of quotes only', '""'],
    ['with a blank', 'a b'],
    ['of 256 characters', 'x'.repeat(256)],
  ])('that is %s is 400', async (_name, key) => {
    expect((await reserve(node.call, key)).json).toMatchObject({ status: 400, field: 'Idempotency-Key' });
  });

  it('of 255 characters is taken', async () => {
    expect((await reserve(node.call, 'x'.repeat(255))).status).toBe(201);
  });
});

async function orgWithBudget(name: string, limit: string): Promise<{ call: Call; budget: string }> {
  const call = node.as((await makeOrg(node.call, name)).secret);
  const made = await call('POST', '/v1/budgets', { name: 'cap', per: 'org', window: 'lifetime', limit_usd: limit });
  return { call, budget: `/v1/budgets/${textOf(made.json, 'id')}` };
}
