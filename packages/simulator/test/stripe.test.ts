import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStripeSimulator, type StripeSimulator } from '../src/stripe/index.ts';

// The official library is the judge: what it sends must be understood, and what it is sent must be what it expects.

let simulator: StripeSimulator;
let stripe: Stripe;

beforeAll(async () => {
  simulator = await startStripeSimulator({ apiKey: 'sk_test_1', seed: 'a' });
  stripe = clientWith('sk_test_1');
});

afterAll(() => simulator.close());

function clientWith(key: string, maxNetworkRetries = 0): Stripe {
  const { hostname, port } = new URL(simulator.url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries, telemetry: false });
}

function order(cents: number, metadata: Record<string, string> = {}): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: cents, product_data: { name: 'Credit' } } },
    ],
    success_url: 'https://example.com/done',
    cancel_url: 'https://example.com/back',
    client_reference_id: 'ours',
    metadata,
    payment_intent_data: { metadata },
  };
}

async function paid(cents: number): Promise<string> {
  const { id } = await stripe.checkout.sessions.create(order(cents));
  return simulator.pay(id, 'succeed').id;
}

/** The error that the library makes of an answer. */
async function errorOf(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error('the library made no Stripe error of it');
}

describe('a payment', () => {
  test('goes from a session through the page to a charge with a receipt and a movement of the balance', async () => {
    const session = await stripe.checkout.sessions.create(order(5_000, { payment: 'p1' }));
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 5_000,
      payment_intent: null,
    });
    const page = await fetch(session.url ?? '', { method: 'POST', body: 'act=succeed', redirect: 'manual' });
    expect(page.headers.get('location')).toBe('https://example.com/done');
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
    expect(done).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    expect(done.payment_intent).toMatchObject({
      status: 'succeeded',
      amount_received: 5_000,
      metadata: { payment: 'p1' },
      latest_charge: { paid: true, amount: 5_000, receipt_url: expect.stringContaining('/receipts/') as string },
    });
    const [row] = (await stripe.balanceTransactions.list({ limit: 1, expand: ['data.source'] })).data;
    expect(row).toMatchObject({ amount: 5_000, fee: 175, net: 4_825, type: 'charge', source: { object: 'charge' } });
  });

  test('that is paid back in part, disputed and won is worth what the movements say', async () => {
    const intent = await paid(10_000);
    await stripe.refunds.create({ payment_intent: intent, amount: 2_500 });
    const late = simulator.refund(intent, 500, true);
    simulator.settleRefund(late.id, false);
    const dispute = simulator.dispute(intent);
    expect(simulator.netCents(intent)).toBe(0);
    simulator.closeDispute(dispute.id, 'won');
    expect(simulator.netCents(intent)).toBe(7_500);
    const shown = await stripe.disputes.retrieve(dispute.id);
    expect(shown.balance_transactions.map(({ amount }) => amount)).toEqual([-7_500, 7_500]);
    const refunds = await stripe.refunds.list({ payment_intent: intent });
    expect(refunds.data.map(({ status, amount }) => [status, amount])).toEqual([
      ['failed', 500],
      ['succeeded', 2_500],
    ]);
  });

  test('cannot be paid back beyond what was paid', async () => {
    const intent = await paid(1_000);
    const error = await errorOf(stripe.refunds.create({ payment_intent: intent, amount: 1_001 }));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param: 'amount' });
    await stripe.refunds.create({ payment_intent: intent });
    const again = await errorOf(stripe.refunds.create({ payment_intent: intent }));
    expect(again.code).toBe('charge_already_refunded');
  });
});

describe('a request', () => {
  test('under a key that was used gets the first answer, and with other parameters an idempotency error', async () => {
    const first = await stripe.checkout.sessions.create(order(700), { idempotencyKey: 'k1' });
    const again = await stripe.checkout.sessions.create(order(700), { idempotencyKey: 'k1' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    const other = await errorOf(stripe.checkout.sessions.create(order(800), { idempotencyKey: 'k1' }));
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('whose answer was lost is sent again by the library, and has its effect once', async () => {
    const before = simulator.sessions().length;
    simulator.failNext({ kind: 'hang-up', after: true }, { kind: 'status', status: 500 });
    const session = await clientWith('sk_test_1', 2).checkout.sessions.create(order(900));
    expect(
      simulator
        .sessions()
        .slice(before)
        .map(({ id }) => id),
    ).toEqual([session.id]);
  });

  test.each([
    ['an unknown parameter', { ...order(700), colour: 'red' }, 'parameter_unknown'],
    ['too small an amount', order(49), 'amount_too_small'],
    ['too large an amount', order(100_000_000), 'amount_too_large'],
    ['an address that is none', { ...order(700), success_url: 'done' }, 'url_invalid'],
  ])('with %s is refused', async (_, params, code) => {
    expect(await errorOf(stripe.checkout.sessions.create(params))).toMatchObject({ statusCode: 400, code });
  });

  test('with a wrong key, for what is not there, or too often is refused in the way that the library tells apart', async () => {
    const wrong = await errorOf(clientWith('sk_test_2').balanceTransactions.list());
    expect(wrong).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(wrong.message).not.toContain('sk_test_2');
    const missing = await errorOf(stripe.paymentIntents.retrieve('pi_none'));
    expect(missing).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    simulator.failNext({ kind: 'status', status: 429 });
    expect(await errorOf(stripe.refunds.list())).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
  });

  test('for a list is answered in pages, newest first, within the times that are asked for', async () => {
    const ids = [await paid(1_100), await paid(1_200), await paid(1_300)];
    const all = await stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 1_000 });
    expect(all.slice(0, 3).map(({ id }) => id)).toEqual(ids.toReversed());
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const none = await stripe.paymentIntents.list({ created: { gte: 4_000_000_000 } });
    expect(none.data).toEqual([]);
  });
});

describe('an event', () => {
  test('is signed so that the library takes it, with each secret of an endpoint, and no forged or old one', async () => {
    await paid(2_000);
    const event = simulator.events().at(-1)!;
    const { body, header } = simulator.sign(event, ['whsec_new', 'whsec_old']);
    for (const secret of ['whsec_new', 'whsec_old'])
      expect(stripe.webhooks.constructEvent(body, header, secret)).toMatchObject({ id: event.id, type: event.type });
    expect(() => stripe.webhooks.constructEvent(body, header, 'whsec_other')).toThrow(/signature/);
    expect(() => stripe.webhooks.constructEvent(body.replace('2000', '9000'), header, 'whsec_new')).toThrow(
      /signature/,
    );
    const old = simulator.sign(event, ['whsec_new'], Date.now() - 301_000);
    expect(() => stripe.webhooks.constructEvent(body, old.header, 'whsec_new')).toThrow(/[Tt]imestamp/);
  });

  test('tells of each step of a payment as it was then', async () => {
    const from = simulator.events().length;
    const { id } = await stripe.checkout.sessions.create(order(3_000));
    simulator.pay(id, 'decline');
    const intent = simulator.pay(id, 'pay-later');
    simulator.settle(intent.id, true);
    const told = simulator.events().slice(from);
    expect(told.map(({ type }) => type)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'payment_intent.processing',
      'checkout.session.completed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.async_payment_succeeded',
    ]);
    expect(told[4]!.data.object).toMatchObject({ payment_status: 'unpaid' });
  });
});
