import type { StripeEvent } from '@cofferdam/simulator/stripe';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepPayments } from '../../src/services/payments/sweep-payments.ts';
import { type Shop, startShop, webhookSecret } from './support/shop.ts';

/** What becomes of one payment, step by step; a step that is not possible any more is left out. */
const step = fc.constantFrom('refund', 'refund-late', 'refund-fails', 'dispute', 'inquiry', 'win', 'lose');
const payment = fc.record({
  cents: fc.integer({ min: 50, max: 50_000 }),
  act: fc.constantFrom(
    'succeed',
    'succeed',
    'succeed',
    'decline-then-succeed',
    'later',
    'later-fails',
    'decline',
    'leave',
  ),
  steps: fc.array(step, { maxLength: 4 }),
});

/** How an event comes: how often, how late, to which node, and what goes wrong on the way. */
const delivery = fc.record({
  copies: fc.constantFrom(0, 1, 1, 1, 2, 3),
  delay: fc.nat(30),
  node: fc.nat(1),
  fault: fc.constantFrom('none', 'none', 'none', 'none', 'forged', 'altered', 'stale', 'stripe-down'),
});

let shop: Shop;
let aheadMs = 0;
/** Every payment intent so far: the balance is compared with all of them, so that no run can leave something behind. */
const intents = new Set<string>();

beforeAll(async () => {
  shop = await startShop(2, { clock: () => Date.now() + aheadMs });
});

afterAll(() => shop.close());

function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    // A refund of what was refunded, a dispute of what is disputed: the simulator refuses it, as Stripe does.
    if ((error as Error).name !== 'StripeRefusal') throw error;
  }
}

function takeStep(intentId: string, name: string, cents: number): void {
  const { stripe } = shop;
  const open = (): string => stripe.disputes(intentId).at(-1)?.id ?? '';
  attempt(() => {
    if (name === 'refund') stripe.refund(intentId, Math.ceil(cents / 3));
    if (name === 'refund-late') stripe.settleRefund(stripe.refund(intentId, Math.ceil(cents / 4), true).id, true);
    if (name === 'refund-fails') stripe.settleRefund(stripe.refund(intentId, Math.ceil(cents / 4), true).id, false);
    if (name === 'dispute') stripe.dispute(intentId);
    if (name === 'inquiry') stripe.dispute(intentId, true);
    if (name === 'win') stripe.closeDispute(open(), 'won');
    if (name === 'lose') stripe.closeDispute(open(), 'lost');
  });
}

async function live({ cents, act, steps }: { cents: number; act: string; steps: readonly string[] }): Promise<void> {
  const { stripe } = shop;
  const { sessionId } = await shop.order(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
  if (act === 'leave') return;
  if (act.startsWith('decline')) intents.add(stripe.pay(sessionId, 'decline').id);
  if (act === 'decline') return;
  const { id } = stripe.pay(sessionId, act.startsWith('later') ? 'pay-later' : 'succeed');
  intents.add(id);
  if (act.startsWith('later')) stripe.settle(id, act === 'later');
  if (act !== 'later-fails') for (const name of steps) takeStep(id, name, cents);
}

type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

async function deliver(event: StripeEvent, { fault, node }: Delivery): Promise<void> {
  const to = shop.nodes.nodes[node]!;
  const signed = shop.stripe.sign(event, [fault === 'forged' ? 'whsec_guess' : webhookSecret]);
  if (fault === 'altered') {
    const body = signed.body.replace(/"amount(_received)?": \d+/, '"amount$1": 99999999');
    expect((await shop.sendSigned({ ...signed, body: `${body} ` }, to)).status).toBe(400);
  } else if (fault === 'stale') {
    const old = shop.stripe.sign(event, [webhookSecret], Date.now() + aheadMs - 400_000);
    expect((await shop.sendSigned(old, to)).status).toBe(400);
  } else {
    if (fault === 'stripe-down') shop.stripe.failNext({ kind: 'status', status: 503 });
    const { status } = await shop.sendSigned(signed, to);
    expect(fault === 'forged' ? [400] : [200, 502]).toContain(status);
  }
}

async function expectBooksAgree(): Promise<void> {
  const cents = [...intents].reduce((sum, id) => sum + shop.stripe.netCents(id), 0);
  expect((await shop.balance()) / 10_000_000n).toBe(BigInt(cents));
}

/** Stripe sends what was not taken again for days, and what was lost for good is found by looking. */
async function letTimePass(): Promise<void> {
  aheadMs += 7_200_000;
  for (const node of shop.nodes.nodes) {
    for (let left = true; left;) left = (await sweepPayments(node.context.payments!)) > 0;
  }
}

test('whatever events come, however often, late, out of order or forged, the balance is what the books of Stripe say', async () => {
  const run = fc.record({
    payments: fc.array(payment, { minLength: 1, maxLength: 4 }),
    deliveries: fc.array(delivery, { minLength: 40, maxLength: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ payments, deliveries }) => {
      const from = shop.stripe.events().length;
      for (const one of payments) await live(one);
      const events = shop.stripe.events().slice(from);
      const queue = events
        .flatMap((event, index) => {
          const how = deliveries[index % deliveries.length]!;
          return Array.from({ length: how.copies }, () => ({ event, how, at: index + how.delay }));
        })
        .toSorted((one, other) => one.at - other.at);
      // A few at a time, so that copies meet each other on the way.
      for (let index = 0; index < queue.length; index += 3)
        await Promise.all(queue.slice(index, index + 3).map(({ event, how }) => deliver(event, how)));
      // The last event of each payment does arrive in the end: Stripe sends it until it is taken.
      shop.stripe.clearFaults();
      for (const event of events) expect(await shop.send(event)).toBe(200);
      await expectBooksAgree();
    }),
    { numRuns: 10 },
  );
  await letTimePass();
  await expectBooksAgree();
  await shop.nodes.expectVerified();
}, 120_000);
