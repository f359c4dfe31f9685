import type { DisputeFacts, IntentFacts, PaymentFacts, RefundFacts } from '@cofferdam/core';
import type Stripe from 'stripe';
import type { PaymentHandles } from '../services/payments/processor.ts';
import { readAll } from './read-all.ts';
import { askFor, idOf } from './stripe-client.ts';

const noMovements = { refunds: [], disputes: [] };

/** Stripe may come to have more words than those that mean something here. */
function oneOf<const Word extends string>(words: readonly Word[], text: string | null | undefined): Word | null {
  return words.find((word) => word === text) ?? null;
}

function statusOf({ status, last_payment_error: failure }: Stripe.PaymentIntent): IntentFacts['status'] {
  return oneOf(['succeeded', 'processing', 'canceled'], status) ?? (failure === null ? 'open' : 'failed');
}

function checkoutOf(session: Stripe.Checkout.Session | null): PaymentFacts['checkout'] {
  return oneOf(['open', 'complete', 'expired'], session?.status) ?? 'missing';
}

function intentFacts(intent: Stripe.PaymentIntent): IntentFacts {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  return {
    id: intent.id,
    status: statusOf(intent),
    currency: intent.currency,
    receivedCents: BigInt(intent.amount_received),
    receiptUrl: charge?.receipt_url ?? null,
    failure: intent.status === 'succeeded' ? null : (intent.last_payment_error?.message ?? null),
  };
}

/** https://docs.stripe.com/refunds: the money leaves the account when the refund is made, and comes back if it fails. */
function refundFacts(refund: Stripe.Refund): RefundFacts {
  const taken = refund.balance_transaction !== null || refund.status === 'succeeded';
  const returned = taken && (refund.status === 'failed' || refund.status === 'canceled');
  return { id: refund.id, amountCents: BigInt(refund.amount), taken, returned };
}

/** https://docs.stripe.com/disputes: the balance transactions of a dispute are the withdrawal, and what undid it. */
function disputeFacts(dispute: Stripe.Dispute): DisputeFacts {
  const { id, amount, status, balance_transactions: rows } = dispute;
  return {
    id,
    amountCents: BigInt(amount),
    status: oneOf(['won', 'lost'], status) ?? 'open',
    withdrawals: rows.filter((row) => row.amount < 0).length,
    reinstatements: rows.filter((row) => row.amount > 0).length,
  };
}

/** Both lists oldest first, which is the order in which it happened. */
async function movementFacts(stripe: Stripe, intentId: string): Promise<Pick<PaymentFacts, 'refunds' | 'disputes'>> {
  const filter = { payment_intent: intentId, limit: 100 };
  const refunds = await readAll((cursor) => stripe.refunds.list({ ...filter, ...cursor }));
  const disputes = await readAll((cursor) => stripe.disputes.list({ ...filter, ...cursor }));
  return { refunds: refunds.map(refundFacts), disputes: disputes.map(disputeFacts) };
}

/** Reads what Stripe's objects say of a payment. Raises ProcessorFailed. */
export async function readFacts(stripe: Stripe, { sessionId, intentId }: PaymentHandles): Promise<PaymentFacts> {
  const session = sessionId === null ? null : await askFor(stripe.checkout.sessions.retrieve(sessionId));
  const id = intentId ?? idOf(session?.payment_intent);
  const intent = id === null ? null : await askFor(stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }));
  const moved = intent?.status === 'succeeded' ? await movementFacts(stripe, intent.id) : noMovements;
  return { checkout: checkoutOf(session), intent: intent === null ? null : intentFacts(intent), ...moved };
}
