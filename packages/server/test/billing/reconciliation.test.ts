import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeKey, makeOrg } from '../api/support/fields.ts';
import { type Shop, startShop } from './support/shop.ts';

let shop: Shop;
let nowMs = Date.now();
let from = '';

beforeAll(async () => {
  shop = await startShop(1, { clock: () => nowMs });
});

/** Each test has a day of its own, so that what it left behind is not found by the next one. */
beforeEach(() => {
  nowMs += 86_400_000;
  from = new Date(nowMs - 43_200_000).toISOString();
});

afterEach(() => shop.nodes.expectVerified());

afterAll(() => shop.close());

type Report = {
  ok: boolean;
  matched: number;
  residuals: { id: string; kind: string; stripe_usd: string; ledger_usd: string; difference_usd: string }[];
  pending: { payment: string; state: string; amount_usd: string }[];
  stripe: Record<string, string>;
  elsewhere?: { source: string; amount_usd: string }[];
};

async function report(): Promise<Report> {
  nowMs += 2_000;
  const reply = await shop.nodes.get(`/v1/credits/reconciliation?from=${from}`);
  expect(reply.status).toBe(200);
  return reply.body as unknown as Report;
}

async function approve(residuals: readonly string[]): Promise<Record<string, unknown>[]> {
  const { body } = await shop.nodes.must('/v1/credits/reconciliation/corrections', { from, residuals });
  return body.corrections as Record<string, unknown>[];
}

async function paid(amountUsd: string): Promise<{ paymentId: string; intentId: string }> {
  const { paymentId, sessionId } = await shop.order(amountUsd);
  return { paymentId, intentId: shop.stripe.pay(sessionId, 'succeed').id };
}

test('a ledger that has all that Stripe has agrees with it, fees apart', async () => {
  const { intentId } = await paid('100');
  shop.stripe.refund(intentId, 2_500);
  const other = await paid('10');
  const { id } = shop.stripe.dispute(other.intentId);
  shop.stripe.closeDispute(id, 'won');
  await shop.sendNew();
  expect(await report()).toMatchObject({
    ok: true,
    matched: 5,
    residuals: [],
    pending: [],
    // 2.9 % and 30 cents of each, and 15 for the dispute.
    stripe: { payments_usd: '110', refunds_usd: '-25', disputes_usd: '0', fees_usd: '18.79' },
  });
});

test('what was paid and not heard of is named, and booked on approval; the late event changes nothing', async () => {
  const { intentId } = await paid('40');
  const { id: refundId } = shop.stripe.refund(intentId, 1_000);
  const before = await shop.balance();
  const { ok, residuals } = await report();
  expect(ok).toBe(false);
  expect(residuals).toMatchObject([
    { id: `top_up:${intentId}`, kind: 'missing_here', stripe_usd: '40', ledger_usd: '0', difference_usd: '40' },
    { id: `claw_back:${refundId}`, kind: 'missing_here', stripe_usd: '-10', difference_usd: '-10' },
  ]);
  const ids = residuals.map(({ id }) => id);
  expect((await approve(ids)).map(({ kind }) => kind)).toEqual(['booked', 'booked']);
  expect((await approve(ids)).map(({ kind }) => kind)).toEqual(['settled', 'settled']);
  await shop.sendNew();
  expect((await shop.balance()) - before).toBe(30_000_000_000n);
  expect((await report()).ok).toBe(true);
});

test('an amount that differs is set right by an entry that names it, once, whoever approves it at the same time', async () => {
  const { intentId } = await paid('40');
  await shop.nodes.must('/v1/credits/top-ups', { amount_usd: '44.5', reference: intentId });
  await shop.sendNew();
  const { residuals } = await report();
  expect(residuals).toMatchObject([
    { id: `top_up:${intentId}`, kind: 'amount_differs', stripe_usd: '40', ledger_usd: '44.5', difference_usd: '-4.5' },
  ]);
  const before = await shop.balance();
  await Promise.all(Array.from({ length: 5 }, () => approve([residuals[0]!.id])));
  expect((await shop.balance()) - before).toBe(-4_500_000_000n);
  expect(await shop.entries()).toContain(`adjustment stripe-correction top_up ${intentId} 1 -450`);
  expect((await report()).ok).toBe(true);
  const audit = await shop.nodes.get('/v1/audit?action=credit.corrected');
  expect(audit.body.data).toHaveLength(1);
});

test('a residual that neither side knows is refused by its name, and nothing is set right with it', async () => {
  const { intentId } = await paid('40');
  const { residuals } = await report();
  const ids = [residuals[0]!.id, 'top_up:pi_nobody'];
  const reply = await shop.nodes.post('/v1/credits/reconciliation/corrections', { from, residuals: ids });
  expect([reply.status, reply.body.field]).toEqual([400, 'residuals']);
  expect(reply.text).toContain('top_up:pi_nobody');
  expect(await shop.entries()).not.toContain(`top_up ${intentId} 4000`);
});

test('a purchase that is refunded here and at Stripe too is named: each of the two took its credit', async () => {
  const { paymentId, intentId } = await paid('40');
  await shop.sendNew();
  const before = await shop.balance();
  const byHand = { amount_usd: '10', top_up: intentId, reference: `hand ${intentId}`, reason: 'sent back' };
  await shop.nodes.must('/v1/credits/refunds', byHand);
  expect(await report()).toMatchObject({ ok: true, refunded_twice: [] });
  shop.stripe.refund(intentId, 1_000);
  await shop.sendNew();
  expect((await shop.balance()) - before).toBe(-20_000_000_000n);
  expect(await report()).toMatchObject({
    ok: true,
    refunded_twice: [{ payment: paymentId, here_usd: '10', stripe_usd: '10' }],
  });
});

test('what Stripe does not know is named, and taken out on approval', async () => {
  const { paymentId, intentId } = await paid('40');
  await shop.sendNew();
  // As after the restore of a backup of another account: a movement that this Stripe has not.
  await shop.nodes.must('/v1/credits/top-ups', { amount_usd: '3', reference: 'pi_gone' });
  await shop.nodes.pool.query(
    `INSERT INTO payment_movements SELECT org_id, 'top_up', 'pi_gone', id, 'payment', 3000000000, $2 FROM payments WHERE id = $1`,
    [paymentId, new Date(nowMs)],
  );
  const { residuals, matched } = await report();
  expect(matched).toBe(1);
  expect(residuals).toMatchObject([{ id: 'top_up:pi_gone', kind: 'missing_there', stripe_usd: '0', ledger_usd: '3' }]);
  expect(await approve(['top_up:pi_gone'])).toMatchObject([{ kind: 'adjusted', amount_usd: '-3' }]);
  expect((await report()).ok).toBe(true);
  expect(await shop.entries()).toContain(`top_up ${intentId} 4000`);
});

test('a payment that this database has lost is named, and set right by an entry', async () => {
  const { rows } = await shop.nodes.pool.query<{ org_id: string }>(
    'SELECT org_id FROM orgs ORDER BY created_at LIMIT 1',
  );
  const lost = { cofferdam_org: rows[0]!.org_id, cofferdam_payment: '0190aaaa-0000-7000-8000-000000000009' };
  const { id } = shop.stripe.payElsewhere(1_200, lost);
  expect((await report()).residuals).toMatchObject([{ id: `top_up:${id}`, kind: 'missing_here', stripe_usd: '12' }]);
  expect(await approve([`top_up:${id}`])).toMatchObject([{ kind: 'adjusted', amount_usd: '12' }]);
  expect((await report()).ok).toBe(true);
});

test('what is under way is shown, and is no difference', async () => {
  const { paymentId } = await shop.order('8');
  nowMs += 1_000;
  const later = await shop.order('9');
  shop.stripe.pay(later.sessionId, 'pay-later');
  const { ok, pending } = await report();
  expect(ok).toBe(true);
  expect(pending).toEqual([
    { payment: paymentId, state: 'created', amount_usd: '8' },
    { payment: later.paymentId, state: 'pending', amount_usd: '9' },
  ]);
});

test('what another system was paid on the account is shown to operators, and to nobody else', async () => {
  const { latest_charge: charge } = shop.stripe.payElsewhere(777);
  expect((await report()).elsewhere).toMatchObject([{ source: charge, amount_usd: '7.77' }]);
  const call = async (method: 'POST', path: string, body?: unknown) => {
    const reply = await shop.nodes.post(path, body);
    return { status: reply.status, headers: {}, text: reply.text, json: reply.body, method };
  };
  const org = await makeOrg(call as unknown as Parameters<typeof makeOrg>[0], 'another');
  const others = await shop.first.app.inject({
    url: `/v1/credits/reconciliation?from=${from}`,
    headers: { authorization: `Bearer ${org.secret}` },
  });
  expect(others.json()).toMatchObject({ ok: true, payments: 0, residuals: [], stripe: { payments_usd: '0' } });
  expect(others.json()).not.toHaveProperty('elsewhere');
  const service = await makeKey(call as unknown as Parameters<typeof makeKey>[0], { kind: 'service' });
  const refused = await shop.first.app.inject({
    url: '/v1/credits/reconciliation',
    headers: { authorization: `Bearer ${service.secret}` },
  });
  expect(refused.statusCode).toBe(403);
});

test('a Stripe that does not answer makes no reconciliation', async () => {
  shop.stripe.failNext({ kind: 'status', status: 503 });
  const reply = await shop.nodes.get('/v1/credits/reconciliation');
  expect([reply.status, reply.code]).toEqual([502, 'payment_processor_failed']);
});

test.each([
  ['from', '?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z'],
  ['from', '?from=2020-11-02T00:00:00Z'],
  ['to', '?to=yesterday'],
])('a period that is none is refused, naming %s', async (field, query) => {
  const reply = await shop.nodes.get(`/v1/credits/reconciliation${query}`);
  expect([reply.status, reply.body.field]).toEqual([400, field]);
});
