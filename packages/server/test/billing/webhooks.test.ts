import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/services/lane/failures.ts';
import { receiveEvent } from '../../src/services/payments/receive-event.ts';
import { readEvent } from '../../src/billing/read-event.ts';
import { sweepPayments } from '../../src/services/payments/sweep-payments.ts';
import { retiredSecret, type Shop, startShop, webhookSecret } from './support/shop.ts';

const usd = 1_000_000_000n;

let shop: Shop;
let balanceBefore: bigint;
/** What the nodes take for the time: a test moves it on instead of waiting. */
let aheadMs = 0;

beforeAll(async () => {
  shop = await startShop(2, { clock: () => Date.now() + aheadMs });
});

beforeEach(async () => {
  balanceBefore = await shop.balance();
});

afterAll(() => shop.close());

/** What this test has moved so far, in nano-USD. */
async function moved(): Promise<bigint> {
  return (await shop.balance()) - balanceBefore;
}

async function paid(amountUsd: string): Promise<{ paymentId: string; intentId: string }> {
  const { paymentId, sessionId } = await shop.order(amountUsd);
  const intentId = shop.stripe.pay(sessionId, 'succeed').id;
  return { paymentId, intentId };
}

function lastEvent(type: string) {
  const event = shop.stripe.events().findLast((one) => one.type === type);
  if (event === undefined) throw new Error(`there was no ${type}`);
  return event;
}

describe('credit', () => {
  test('is there when Stripe says that it is paid, and not before', async () => {
    const { paymentId, sessionId } = await shop.order('25');
    await shop.sendNew();
    expect(await moved()).toBe(0n);
    const { id } = shop.stripe.pay(sessionId, 'pay-later');
    await shop.sendNew();
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([0n, 'pending']);
    shop.stripe.settle(id, true);
    expect(new Set(await shop.sendNew())).toEqual(new Set([200]));
    expect(await moved()).toBe(25n * usd);
    const payment = await shop.payment(paymentId);
    expect(payment).toMatchObject({ state: 'succeeded', received_usd: '25', stripe_payment_intent: id });
    expect(payment.receipt_url).toContain('/receipts/');
    expect(await shop.entries()).toContain(`top_up ${id} 2500`);
  });

  test.each([
    ['is declined', 'decline', 'created', 'Your card was declined.'],
    ['fails after days', 'pay-later', 'failed', 'Your card was declined.'],
  ] as const)('of a payment that %s is none', async (_, act, state, problem) => {
    const { paymentId, sessionId } = await shop.order('25');
    const { id } = shop.stripe.pay(sessionId, act);
    if (act === 'pay-later') shop.stripe.settle(id, false);
    await shop.sendNew();
    expect(await moved()).toBe(0n);
    expect(await shop.payment(paymentId)).toMatchObject({ state, problem, received_usd: '0' });
  });

  test('of a page that expires is none', async () => {
    const { paymentId, sessionId } = await shop.order('25');
    await fetch(`${shop.stripe.url}/v1/checkout/sessions/${sessionId}/expire`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_shop' },
    });
    await shop.sendNew();
    expect((await shop.payment(paymentId)).state).toBe('expired');
  });

  test('that was booked by hand under the name of the payment is not booked again', async () => {
    const { intentId } = await paid('25');
    await shop.nodes.must('/v1/credits/top-ups', { amount_usd: '25', reference: intentId });
    expect(new Set(await shop.sendNew())).toEqual(new Set([200]));
    expect(await moved()).toBe(25n * usd);
  });

  test('that was booked by hand in another amount is told of, and Stripe need not send the event again', async () => {
    const { paymentId, intentId } = await paid('25');
    await shop.nodes.must('/v1/credits/top-ups', { amount_usd: '24', reference: intentId });
    expect(new Set(await shop.sendNew())).toEqual(new Set([200]));
    expect(await moved()).toBe(24n * usd);
    expect((await shop.payment(paymentId)).problem).toContain(intentId);
  });
});

describe('money that goes back', () => {
  test('takes its credit back, also where that is heard of before the payment itself', async () => {
    const { paymentId, intentId } = await paid('30');
    shop.stripe.refund(intentId, 1_000);
    await shop.send(lastEvent('charge.refunded'));
    expect(await moved()).toBe(20n * usd);
    await shop.sendNew();
    expect(await moved()).toBe(20n * usd);
    expect(await shop.payment(paymentId)).toMatchObject({ state: 'partially_refunded', refunded_usd: '10' });
  });

  test('and comes back, since the refund failed, brings its credit back', async () => {
    const { paymentId, intentId } = await paid('30');
    const { id } = shop.stripe.refund(intentId, null, true);
    await shop.sendNew();
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([0n, 'refunded']);
    shop.stripe.settleRefund(id, false);
    await shop.sendNew();
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([30n * usd, 'succeeded']);
  });

  test('for a dispute takes its credit back, and brings it back if it is won', async () => {
    const { paymentId, intentId } = await paid('30');
    const { id } = shop.stripe.dispute(intentId);
    await shop.sendNew();
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([0n, 'disputed']);
    shop.stripe.closeDispute(id, 'won');
    await shop.sendNew();
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([30n * usd, 'succeeded']);
  });

  test('for a dispute that is lost is gone; an inquiry takes nothing', async () => {
    const { paymentId, intentId } = await paid('30');
    const lost = shop.stripe.dispute(intentId);
    shop.stripe.closeDispute(lost.id, 'lost');
    const other = await paid('5');
    shop.stripe.dispute(other.intentId, true);
    await shop.sendNew();
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([5n * usd, 'charged_back']);
  });
});

describe('an event', () => {
  test('that comes twenty times at once, to two nodes, has its effect once', async () => {
    await paid('40');
    const event = lastEvent('checkout.session.completed');
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => shop.send(event, shop.nodes.nodes[index % 2])),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await moved()).toBe(40n * usd);
    const { rows } = await shop.nodes.pool.query('SELECT 1 FROM stripe_events WHERE id = $1', [event.id]);
    expect(rows).toHaveLength(1);
  });

  test.each<[string, (event: ReturnType<typeof lastEvent>) => { body?: string; header?: string }]>([
    ['without a signature', (event) => ({ body: shop.stripe.sign(event, [webhookSecret]).body })],
    ['signed by somebody else', (event) => shop.stripe.sign(event, ['whsec_other'])],
    [
      'that was altered',
      (event) => {
        const { body, header } = shop.stripe.sign(event, [webhookSecret]);
        return { body: body.replace('"pi_', '"pi_x'), header };
      },
    ],
    ['that was signed long ago', (event) => shop.stripe.sign(event, [webhookSecret], Date.now() + aheadMs - 301_000)],
    ['that is empty', () => ({ body: '', header: 't=1,v1=00' })],
    ['with a signature that is none', (event) => ({ ...shop.stripe.sign(event, [webhookSecret]), header: 'v1' })],
  ])('%s is refused, and nothing is written', async (_, forge) => {
    await paid('40');
    const event = lastEvent('payment_intent.succeeded');
    const { status, text } = await shop.sendSigned(forge(event));
    expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([400, 'webhook_signature_invalid']);
    expect(text).not.toContain('whsec_');
    const { rows } = await shop.nodes.pool.query('SELECT 1 FROM stripe_events WHERE id = $1', [event.id]);
    expect([await moved(), rows.length]).toEqual([0n, 0]);
    await shop.sendNew();
  });

  test('that is signed with the secret before the last is taken', async () => {
    await paid('40');
    const event = lastEvent('payment_intent.succeeded');
    expect((await shop.sendSigned(shop.stripe.sign(event, [retiredSecret]))).status).toBe(200);
    expect(await moved()).toBe(40n * usd);
  });

  test('of a payment that somebody else made on the account is kept, and moves nothing', async () => {
    shop.stripe.payElsewhere(9_900);
    const claimed = {
      cofferdam_org: '0190aaaa-0000-7000-8000-000000000001',
      cofferdam_payment: '0190aaaa-0000-7000-8000-000000000002',
    };
    shop.stripe.payElsewhere(9_900, claimed);
    expect(new Set(await shop.sendNew())).toEqual(new Set([200]));
    const { rows } = await shop.nodes.pool.query<{ outcome: string }>(
      `SELECT DISTINCT outcome FROM stripe_events WHERE received_at = (SELECT max(received_at) FROM stripe_events)`,
    );
    expect([await moved(), rows]).toEqual([0n, [{ outcome: 'unknown_payment' }]]);
  });

  test('that claims another payment of ours for its own moves nothing', async () => {
    const { paymentId } = await paid('40');
    await shop.sendNew();
    const { rows } = await shop.nodes.pool.query<{ org_id: string }>('SELECT org_id FROM orgs');
    shop.stripe.payElsewhere(100_000, { cofferdam_org: rows[0]!.org_id, cofferdam_payment: paymentId });
    await shop.sendNew();
    expect(await moved()).toBe(40n * usd);
  });

  test('that is no business of ours is taken and not kept', async () => {
    await shop.order('1');
    const { status } = await shop.sendSigned(
      shop.stripe.sign({ ...lastEvent('charge.succeeded'), id: 'evt_other', type: 'invoice.paid' }, [webhookSecret]),
    );
    const { rows } = await shop.nodes.pool.query("SELECT 1 FROM stripe_events WHERE id = 'evt_other'");
    expect([status, rows.length]).toEqual([200, 0]);
  });
});

describe('a failure half way', () => {
  test('of Stripe is answered 5xx, and the same event sent again books', async () => {
    await paid('15');
    const event = lastEvent('payment_intent.succeeded');
    shop.stripe.failNext({ kind: 'status', status: 500 });
    expect(await shop.send(event)).toBe(502);
    expect(await moved()).toBe(0n);
    expect(await shop.send(event)).toBe(200);
    expect(await moved()).toBe(15n * usd);
  });

  test('between the event and the ledger leaves the event open, and the sweeper takes it up', async () => {
    await paid('15');
    const payments = shop.first.context.payments!;
    const broken = {
      submit: () => Promise.reject(new StoreUnavailable(null)),
      depth: 0,
      close: () => Promise.resolve(),
    };
    const event = readEvent(lastEvent('payment_intent.succeeded') as unknown as Parameters<typeof readEvent>[0])!;
    await expect(receiveEvent({ ...payments, lanes: broken }, event)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await moved()).toBe(0n);
    await sweepPayments(payments);
    expect(await moved()).toBe(0n);
    aheadMs += 120_000;
    await Promise.all(shop.nodes.nodes.map((node) => sweepPayments(node.context.payments!)));
    expect(await moved()).toBe(15n * usd);
  });

  test('in which every event is lost is found by looking', async () => {
    const { paymentId } = await paid('15');
    aheadMs += 660_000;
    await sweepPayments(shop.first.context.payments!);
    expect([await moved(), (await shop.payment(paymentId)).state]).toEqual([15n * usd, 'succeeded']);
    const other = await paid('6');
    const refreshed = await shop.nodes.must(`/v1/credits/payments/${other.paymentId}/refresh`, {});
    expect(refreshed.body).toMatchObject({ state: 'succeeded', received_usd: '6' });
    expect(await moved()).toBe(21n * usd);
  });
});

test('in the end every figure is what the rows and the books of Stripe add up to', async () => {
  await shop.nodes.expectVerified();
});
