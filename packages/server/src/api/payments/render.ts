import { formatUsd } from '@cofferdam/core';
import type { Payment } from '../../services/payments/payment.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** Says nothing that changes later, so that a repeat is given the same. */
export function renderCheckout(payment: Payment): Record<string, unknown> {
  return {
    id: payment.id,
    url: payment.checkoutUrl,
    amount_usd: formatUsd(payment.amountNanoUsd),
    reference: payment.reference,
    expires_at: timeTextOrNull(payment.expiresMs),
    created_at: timeText(payment.createdMs),
  };
}

export function renderPayment(payment: Payment): Record<string, unknown> {
  return {
    ...renderCheckout(payment),
    state: payment.state,
    received_usd: formatUsd(payment.receivedNanoUsd),
    refunded_usd: formatUsd(payment.refundedNanoUsd),
    disputed_usd: formatUsd(payment.disputedNanoUsd),
    problem: payment.problem,
    receipt_url: payment.receiptUrl,
    stripe_session: payment.sessionId,
    stripe_payment_intent: payment.intentId,
    updated_at: timeText(payment.updatedMs),
  };
}
