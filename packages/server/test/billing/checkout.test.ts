import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, textOf } from '../api/support/fields.ts';
import { badAmounts } from '../api/support/bad-values.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';
import { type Shop, startShop, stripeKey } from './support/shop.ts';

let shop: Shop;
/** A server that takes no payments. */
let plain: TestNode;

beforeAll(async () => {
  shop = await startShop();
  plain = await startTestNode();
});

afterAll(async () => {
  await shop.close();
  await plain.close();
});

async function countPayments(): Promise<number> {
  const { rows } = await shop.nodes.pool.query<{ count: bigint }>('SELECT count(*) FROM payments');
  return Number(rows[0]?.count);
}

const path = '/v1/credits/checkout';

describe('a checkout', () => {
  test('leads to a page for exactly the amount, whose payment names the org and the payment', async () => {
    const { status, body } = await shop.nodes.post(path, {
      amount_usd: '49.99',
      success_url: 'https://app.example.com/paid?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://app.example.com/back',
      reference: 'order 7',
    });
    expect(status).toBe(201);
    const session = shop.stripe.sessions().at(-1)!;
    expect(body).toMatchObject({ url: session.url, amount_usd: '49.99', reference: 'order 7' });
    expect(session).toMatchObject({
      amount_total: 4_999,
      currency: 'usd',
      client_reference_id: body.id,
      success_url: 'https://app.example.com/paid?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://app.example.com/back',
    });
    const intent = shop.stripe.pay(session.id, 'decline');
    expect(intent.metadata).toMatchObject({ cofferdam_payment: body.id });
    expect(JSON.stringify(body)).not.toContain(stripeKey);
  });

  test('comes back to a page that knows the payment, where it names its id', async () => {
    const back = { success_url: 'https://app.example.com/p/{PAYMENT_ID}?s={CHECKOUT_SESSION_ID}' };
    const { paymentId } = await shop.order('1', back);
    const { success_url: done } = shop.stripe.sessions().at(-1)!;
    expect(done).toBe(`https://app.example.com/p/${paymentId}?s={CHECKOUT_SESSION_ID}`);
  });

  test('comes back to pages of the server unless it names others', async () => {
    await shop.order('1');
    const { success_url: done, cancel_url: back } = shop.stripe.sessions().at(-1)!;
    for (const url of [done, back]) {
      const answer = await shop.first.app.inject({ method: 'GET', url: new URL(url ?? '').pathname });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  test.each<[string, Record<string, unknown>, string]>([
    ...badAmounts.map(([name, value]): [string, Record<string, unknown>, string] => [
      `an amount that is ${name}`,
      { amount_usd: value },
      'amount_usd',
    ]),
    ['part of a cent', { amount_usd: '1.005' }, 'amount_usd'],
    ['less than Stripe takes', { amount_usd: '0.49' }, 'amount_usd'],
    ['more than Stripe takes', { amount_usd: '1000000' }, 'amount_usd'],
    ['nothing', { amount_usd: '0' }, 'amount_usd'],
    ['another currency', { amount_usd: '5', currency: 'EUR' }, 'currency'],
    ['a page that is no address', { amount_usd: '5', success_url: 'javascript:alert(1)' }, 'success_url'],
    ['a page with a password', { amount_usd: '5', cancel_url: 'https://a:b@example.com/' }, 'cancel_url'],
    ['an unknown field', { amount_usd: '5', colour: 'red' }, 'colour'],
    ['a reference that is empty', { amount_usd: '5', reference: '' }, 'reference'],
  ])('for %s is refused, naming the field, and nothing is written', async (_, body, field) => {
    const before = [await countPayments(), shop.stripe.sessions().length];
    const reply = await shop.nodes.post(path, body);
    expect([reply.status, reply.code, reply.body.field]).toEqual([400, 'invalid_request', field]);
    expect([await countPayments(), shop.stripe.sessions().length]).toEqual(before);
  });

  test.each(['0.5', '999999.99'])('takes %s USD', async (amount) => {
    await shop.order(amount);
  });

  test('is for those who may move credit', async () => {
    for (const kind of ['service', 'agent'] as const) {
      const key = await makeKey(plain.call, { kind, ...(kind === 'agent' ? { agent: 'a' } : {}) });
      for (const [method, url] of [
        ['POST', path],
        ['GET', '/v1/credits/payments'],
      ] as const) {
        const reply = await plain.as(key.secret)(method, url, method === 'POST' ? { amount_usd: '5' } : undefined);
        expect(reply.status).toBe(403);
      }
    }
  });

  test('of a server that takes no payments is refused in so many words', async () => {
    const reply = await plain.call('POST', path, { amount_usd: '5' });
    expect([reply.status, textOf(reply.json, 'code')]).toEqual([501, 'payments_not_configured']);
    const event = await plain.as(null)('POST', '/webhooks/stripe', {});
    expect([event.status, textOf(event.json, 'code')]).toEqual([501, 'payments_not_configured']);
  });
});

describe('a repeat', () => {
  test.each([
    ['Idempotency-Key', {}, { 'idempotency-key': 'k-1' }],
    ['reference', { reference: 'order 8' }, {}],
  ])('with the same %s gets the same page, also when many ask at once', async (_, more, headers) => {
    const sessions = shop.stripe.sessions().length;
    const body = { amount_usd: '12', ...more };
    const replies = await Promise.all(Array.from({ length: 10 }, () => shop.nodes.post(path, body, headers)));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.status).toBe(201);
    expect(shop.stripe.sessions().length).toBe(sessions + 1);
    const other = await shop.nodes.post(path, { ...body, amount_usd: '13' }, headers);
    expect([other.status, other.code]).toEqual([422, 'idempotency_mismatch']);
  });

  test('after an answer of Stripe that was lost gets the page that was made then', async () => {
    const sessions = shop.stripe.sessions().length;
    // The library asks once more by itself where a connection was cut.
    shop.stripe.failNext({ kind: 'hang-up', after: true }, { kind: 'hang-up', after: true });
    const lost = await shop.nodes.post(path, { amount_usd: '7', reference: 'order 9' });
    expect([lost.status, lost.code]).toEqual([502, 'payment_processor_failed']);
    const again = await shop.nodes.post(path, { amount_usd: '7', reference: 'order 9' });
    expect(again.body.url).toBe(shop.stripe.sessions().at(-1)?.url);
    expect(shop.stripe.sessions().length).toBe(sessions + 1);
  });
});

test('what Stripe refuses is told without what was sent', async () => {
  shop.stripe.failNext({ kind: 'status', status: 429 });
  const reply = await shop.nodes.post(path, { amount_usd: '7' });
  expect([reply.status, reply.body.detail]).toEqual([502, 'Stripe says that it is asked too often']);
  expect(reply.text).not.toContain('sk_');
});

test('payments are listed newest first, a page at a time, and by state; nobody else finds them', async () => {
  const all = shop.nodes;
  const page = await all.get('/v1/credits/payments?limit=2');
  const rows = page.body.data as Record<string, unknown>[];
  const next = await all.get(`/v1/credits/payments?limit=2&cursor=${String(page.body.next_cursor)}`);
  const ids = [...rows, ...(next.body.data as Record<string, unknown>[])].map(({ id }) => String(id));
  expect(ids).toEqual(ids.toSorted().toReversed());
  expect(new Set(ids).size).toBe(4);
  const none = await all.get('/v1/credits/payments?state=succeeded');
  expect(none.body.data).toEqual([]);
  expect((await plain.call('GET', `/v1/credits/payments/${ids[0]}`)).status).toBe(404);
});
