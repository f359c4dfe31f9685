import { derivePayment, type DerivedPayment } from '@cofferdam/core';
import type { PaymentServices } from './context.ts';
import { entryKindOf } from './entry-kind.ts';
import { bookMovement } from './book-movement.ts';
import { type Payment, paymentOf, type PaymentRow } from './payment.ts';
import { statements } from './statements.ts';

const notKnownThere = 'Stripe does not know this payment: the secret key may be that of another account';

async function beginLook({ changes, nowMs }: PaymentServices, orgId: string, id: string): Promise<Payment | null> {
  const values = [orgId, id, new Date(nowMs())];
  const { rows } = await changes.pool.query<PaymentRow>({ ...statements.beginLook, values });
  return rows[0] === undefined ? null : paymentOf(rows[0]);
}

async function endLook(
  { changes, nowMs }: PaymentServices,
  orgId: string,
  { id, look }: Payment,
  derived: DerivedPayment,
  refused: string | null,
): Promise<void> {
  const { state, intentId, receiptUrl, receivedNanoUsd, refundedNanoUsd, disputedNanoUsd, problem } = derived;
  const amounts = [receivedNanoUsd, refundedNanoUsd, disputedNanoUsd];
  const values = [orgId, id, look, state, intentId, receiptUrl, ...amounts, refused ?? problem, new Date(nowMs())];
  await changes.pool.query({ ...statements.endLook, values });
}

/** Books what the wallet has not had yet. Returns why something was refused, or null. */
async function bookAll(
  services: PaymentServices,
  orgId: string,
  payment: Payment,
  { movements, intentId }: DerivedPayment,
): Promise<string | null> {
  let refused: string | null = null;
  for (const movement of movements) {
    const { cause, reference, amountNanoUsd } = movement;
    const booking = { paymentId: payment.id, intentId: intentId ?? reference, movement };
    const refusal = await bookMovement(services.lanes, orgId, booking);
    refused ??= refusal;
    const values = [
      orgId,
      entryKindOf(movement.kind),
      reference,
      payment.id,
      cause,
      amountNanoUsd,
      new Date(services.nowMs()),
    ];
    await services.changes.pool.query({ ...statements.insertMovement, values });
  }
  return refused;
}

/**
 * Looks at what the processor says of a payment now, and books whatever of it the wallet has not had yet. It may be called
 * at any time, any number of times, by several nodes at once: every movement of money is booked once under a reference of
 * its own. Returns false where there is no such payment. Raises ProcessorFailed, and what the lane raises.
 */
export async function refreshPayment(
  services: PaymentServices,
  orgId: string,
  paymentId: string,
  heardOf: string | null = null,
): Promise<boolean> {
  const payment = await beginLook(services, orgId, paymentId);
  if (payment === null) return false;
  const intentId = payment.intentId ?? heardOf;
  // A payment has one intent: another that claims to be its own is somebody else's.
  if (heardOf !== null && intentId !== heardOf) return false;
  const facts = await services.processor.look({ sessionId: payment.sessionId, intentId });
  // Its keys may be those of another account, or of its test mode: what is known of the payment stays.
  if (payment.sessionId !== null && facts.checkout === 'missing' && facts.intent === null) {
    await endLook(services, orgId, payment, { ...payment, movements: [] }, notKnownThere);
    return true;
  }
  const derived = derivePayment(facts);
  const refused = await bookAll(services, orgId, payment, derived);
  await endLook(services, orgId, payment, derived, refused);
  return true;
}
