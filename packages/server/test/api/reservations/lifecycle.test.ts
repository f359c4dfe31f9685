import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type Call, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

async function held(call: Call, more = {}): Promise<string> {
  const reply = await call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1', ...more });
  return `/v1/reservations/${textOf(reply.json, 'id')}`;
}

describe('201: a reservation', () => {
  it('is priced by an estimate where no amount is given: at the published price, rounded up', async () => {
    const estimate = { input_tokens: 1_000, max_output_tokens: 500 };
    const reply = await node.call('POST', '/v1/reservations', {
      agent: 'bot',
      provider: 'openai',
      model: 'gpt-4o',
      estimate,
    });
    // GPT-4o is 2.50 in and 10 out per million tokens: 0.0025 and 0.005.
    expect(reply.json).toMatchObject({ state: 'held', amount_usd: '0.0075', wallet: null });
    expect(reply.headers['x-cofferdam-seq']).toMatch(/^\d+$/);
  });

  it('takes the canonical form of an amount out, whatever form came in', async () => {
    const reply = await node.call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '0.500000000' });
    expect(membersOf(reply.json).amount_usd).toBe('0.5');
  });

  it('lives for five minutes unless it says otherwise', async () => {
    const lifetime = async (more: object): Promise<number> => {
      const { json } = await node.call('GET', await held(node.call, more));
      return Date.parse(textOf(json, 'expires_at')) - Date.parse(textOf(json, 'created_at'));
    };
    expect(await lifetime({})).toBe(300_000);
    expect(await lifetime({ ttl_seconds: 86_400 })).toBe(86_400_000);
  });
});

describe('settling', () => {
  it('books the true cost, in full, above the reservation too', async () => {
    const one = await held(node.call);
    const settled = await node.call('POST', `${one}/settle`, { cost_usd: '1.5' });
    expect(settled.json).toMatchObject({
      state: 'settled',
      cost_usd: '1.5',
      overage: true,
      late: false,
      estimated: false,
    });
    expect((await node.call('GET', one)).json).toMatchObject({ state: 'settled', cost_usd: '1.5' });
  });

  it('again with the same body gets the same bytes, however it is written; with another 409', async () => {
    const one = await held(node.call);
    const first = await node.call('POST', `${one}/settle`, {
      cost_usd: '0.5',
      tools: [{ name: 't', quantity: 1, cost_usd: '0.1' }],
    });
    const again = await node.call(
      'POST',
      `${one}/settle`,
      '{"tools":[{"cost_usd":"0.10","quantity":1,"name":"t"}],\n"cost_usd":"0.50"}',
    );
    expect([again.status, again.text]).toEqual([200, first.text]);
    const other = await node.call('POST', `${one}/settle`, { cost_usd: '0.6' });
    expect(other.json).toMatchObject({ status: 409, code: 'already_settled', state: 'settled' });
    expect(other.headers['x-should-retry']).toBe('false');
  });

  it('without knowing the usage costs the reservation, flagged', async () => {
    const settled = await node.call('POST', `${await held(node.call)}/settle`, { usage: null });
    expect(settled.json).toMatchObject({ cost_usd: '1', estimated: true, unpriced: false });
  });

  it('with parts that are larger than their whole is 422, and leaves it open', async () => {
    const one = await held(node.call);
    const usage = { provider: 'openai', model: 'gpt-4o', input_tokens: 10, output_tokens: 1, cache_read_tokens: 11 };
    const reply = await node.call('POST', `${one}/settle`, { usage });
    expect(reply.json).toMatchObject({ status: 422, code: 'invalid_usage', field: 'cache_read_tokens' });
    expect(reply.headers['x-should-retry']).toBe('false');
    expect((await node.call('GET', one)).json).toMatchObject({ state: 'held' });
  });

  it('after a release is late, and booked all the same', async () => {
    const one = await held(node.call);
    expect((await node.call('POST', `${one}/release`)).json).toMatchObject({ state: 'released' });
    expect((await node.call('POST', `${one}/settle`, { cost_usd: '0.25' })).json).toMatchObject({
      cost_usd: '0.25',
      late: true,
    });
  });
});

describe('releasing and extending', () => {
  it('change what is held', async () => {
    const one = await held(node.call);
    expect((await node.call('POST', `${one}/extend`, { amount_usd: '2' })).json).toMatchObject({
      state: 'held',
      amount_usd: '2',
    });
    expect((await node.call('POST', `${one}/release`, {})).json).toMatchObject({ state: 'released', cost_usd: null });
  });

  it('are 409 once it is not held', async () => {
    const one = await held(node.call);
    await node.call('POST', `${one}/settle`, { cost_usd: '0' });
    for (const reply of [
      await node.call('POST', `${one}/release`),
      await node.call('POST', `${one}/extend`, { ttl_seconds: 9 }),
    ]) {
      expect(reply.json).toMatchObject({ status: 409, code: 'reservation_not_open', state: 'settled' });
      expect(reply.headers['x-should-retry']).toBe('false');
    }
  });
});

describe('422', () => {
  it('where neither an amount nor an estimate is given', async () => {
    expect((await node.call('POST', '/v1/reservations', { agent: 'bot' })).json).toMatchObject({
      status: 422,
      code: 'estimate_required',
    });
  });

  it('where nothing is known of the price', async () => {
    const estimate = { input_tokens: 1, max_output_tokens: 1 };
    const reply = await node.call('POST', '/v1/reservations', {
      agent: 'bot',
      provider: 'nobody',
      model: 'nothing',
      estimate,
    });
    expect(reply.json).toMatchObject({ status: 422, code: 'model_unpriced', provider: 'nobody', model: 'nothing' });
  });
});

describe('the key decides who pays', () => {
  it('an agent key is its agent: left out it is filled in, another is 403', async () => {
    const { secret } = await makeKey(node.call, { kind: 'agent', agent: 'own-bot', pins: { team: 'red' } });
    const call = node.as(secret);
    const one = `/v1/reservations/${textOf((await call('POST', '/v1/reservations', { amount_usd: '1' })).json, 'id')}`;
    expect((await call('GET', one)).json).toMatchObject({ agent: 'own-bot', team: 'red' });
    for (const [field, body] of [
      ['agent', { agent: 'bot' }],
      ['team', { team: 'blue' }],
    ] as const) {
      const reply = await call('POST', '/v1/reservations', { amount_usd: '1', ...body });
      expect(reply.json).toMatchObject({ status: 403, code: 'forbidden', field });
    }
  });

  it('another agent\u2019s reservation is not found, whatever is asked of it', async () => {
    const { secret } = await makeKey(node.call, { kind: 'agent', agent: 'nosy-bot' });
    const one = await held(node.call);
    const call = node.as(secret);
    const replies = [
      await call('GET', one),
      await call('POST', `${one}/settle`, { cost_usd: '0' }),
      await call('POST', `${one}/release`),
      await call('POST', `${one}/extend`, { ttl_seconds: 5 }),
    ];
    for (const reply of replies) expect(reply.json).toMatchObject({ status: 404, code: 'not_found' });
    expect((await node.call('GET', one)).json).toMatchObject({ state: 'held' });
  });

  it('a service key that pins an agent is confined to it as well', async () => {
    const { secret } = await makeKey(node.call, { kind: 'service', pins: { agent: 'pinned-bot' } });
    const call = node.as(secret);
    expect((await call('POST', '/v1/reservations', { amount_usd: '1' })).status).toBe(201);
    expect((await call('GET', await held(node.call))).status).toBe(404);
    await node.call('POST', '/v1/usage', { id: 'x', source: 's', agent: 'bot', cost_usd: '1' });
    expect(rowsOf(await call('GET', '/v1/usage'))).toEqual([]);
  });
});
