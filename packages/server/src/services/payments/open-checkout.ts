import { centsOfNanoUsd, formatUsd } from '@cofferdam/core';
import { fail, invalidField } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import type { ChangedBy } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { newId } from '../ids.ts';
import type { Rendered } from '../lane/command.ts';
import { changeOrg, type OrgTransaction } from '../org-transaction.ts';
import type { PaymentServices } from './context.ts';
import { findPayment, requirePayment } from './find-payments.ts';
import { type Payment, paymentOf, type PaymentRow } from './payment.ts';
import { statements } from './statements.ts';

export interface CheckoutRequest {
  readonly orgId: string;
  readonly amountNanoUsd: bigint;
  /** `{PAYMENT_ID}` in them is the id of the payment. */
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** The caller's own name for the payment. */
  readonly reference: string | null;
  readonly idempotencyKey: string | null;
  /** Tells one request from another under the same key or reference. */
  readonly requestHash: string;
  /** Who asks for it, for the audit log. */
  readonly by: ChangedBy;
}

/** Stripe's own bounds of one payment in USD. */
const leastCents = 50n;
const mostCents = 99_999_999n;

/** Raises `invalid_request`, naming amount_usd. */
function requireCents(amountNanoUsd: bigint): bigint {
  const cents = centsOfNanoUsd(amountNanoUsd) ?? invalidField('amount_usd', 'must be a whole number of cents');
  if (cents < leastCents || cents > mostCents) invalidField('amount_usd', 'must be from 0.5 to 999999.99');
  return cents;
}

async function findSame(db: Queryable, request: CheckoutRequest): Promise<Payment | null> {
  const { orgId, idempotencyKey, reference, requestHash } = request;
  const { rows } = await db.query<PaymentRow>({ ...statements.findSame, values: [orgId, idempotencyKey, reference] });
  if (rows.some((row) => row.request_hash !== requestHash)) {
    const name = idempotencyKey === null ? 'reference' : 'Idempotency-Key or reference';
    fail('idempotency_mismatch', `the ${name} was used before for another payment`);
  }
  return rows[0] === undefined ? null : paymentOf(rows[0]);
}

async function insertPayment(org: OrgTransaction, id: string, request: CheckoutRequest): Promise<Rendered> {
  const { orgId, amountNanoUsd, reference, idempotencyKey, requestHash, successUrl, cancelUrl, by } = request;
  const asked = [amountNanoUsd, reference, idempotencyKey, requestHash, successUrl, cancelUrl];
  const values = [orgId, id, ...asked, new Date(org.nowMs), by.actor.id ?? by.actor.name];
  const { rowCount } = await org.tx.query({ ...statements.insertPayment, values });
  const target = { kind: 'payment', id, name: reference };
  const after = { amount_usd: formatUsd(amountNanoUsd), reference };
  if (rowCount === 1) await recordChange(org, { action: 'payment.requested', target, before: null, after });
  return { status: 201, body: '' };
}

async function keepRequest({ changes, nowMs }: PaymentServices, request: CheckoutRequest): Promise<Payment> {
  const { orgId, by } = request;
  const known = await findSame(changes.pool, request);
  if (known !== null) return known;
  const id = newId(nowMs());
  await changeOrg(changes, { orgId, by, idempotency: null, work: (org) => insertPayment(org, id, request) });
  // Another request for the same payment may have come first: it is that one's then.
  return (
    (await findPayment(changes.pool, orgId, id)) ??
    (await findSame(changes.pool, request)) ??
    fail('not_found', 'the payment is gone')
  );
}

/**
 * Opens a page on which somebody can pay for credit. The payment is kept before the processor is asked, under the id that the
 * processor gets as its idempotency key: so whatever breaks off in between, the same request leads to the same page, and
 * there is no page whose payment nobody knows. Raises `invalid_request`, `idempotency_mismatch`, ProcessorFailed.
 */
export async function openCheckout(services: PaymentServices, request: CheckoutRequest): Promise<Payment> {
  const { processor, changes } = services;
  const amountCents = requireCents(request.amountNanoUsd);
  const payment = await keepRequest(services, request);
  if (payment.sessionId !== null) return payment;
  const { orgId } = request;
  const { id: paymentId, successUrl, cancelUrl } = payment;
  const named = (url: string): string => url.replaceAll('{PAYMENT_ID}', paymentId);
  const pages = { successUrl: named(successUrl), cancelUrl: named(cancelUrl) };
  const opened = await processor.openCheckout({ orgId, paymentId, amountCents, ...pages });
  const values = [orgId, paymentId, opened.sessionId, opened.url, new Date(opened.expiresMs)];
  await changes.pool.query({ ...statements.keepCheckout, values });
  return requirePayment(changes.pool, orgId, paymentId);
}
