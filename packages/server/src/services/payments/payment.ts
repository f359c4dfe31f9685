import type { PaymentState } from '@cofferdam/core';

/** A payment of credit: what was asked for, and what the processor's objects said when they were last looked at. */
export interface Payment {
  readonly id: string;
  readonly amountNanoUsd: bigint;
  readonly reference: string | null;
  readonly requestHash: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly state: PaymentState;
  /** The page for the payer; null until the processor has made it. */
  readonly sessionId: string | null;
  readonly checkoutUrl: string | null;
  readonly expiresMs: number | null;
  readonly intentId: string | null;
  readonly receiptUrl: string | null;
  readonly receivedNanoUsd: bigint;
  readonly refundedNanoUsd: bigint;
  readonly disputedNanoUsd: bigint;
  /** Why it failed, or could not be booked. */
  readonly problem: string | null;
  /** How often somebody has begun to look at it. */
  readonly look: bigint;
  readonly createdBy: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface PaymentRow {
  id: string;
  amount_nano_usd: bigint;
  reference: string | null;
  request_hash: string;
  success_url: string;
  cancel_url: string;
  state: PaymentState;
  session_id: string | null;
  checkout_url: string | null;
  expires_at: number | null;
  intent_id: string | null;
  receipt_url: string | null;
  received_nano_usd: bigint;
  refunded_nano_usd: bigint;
  disputed_nano_usd: bigint;
  problem: string | null;
  look: bigint;
  created_by: string;
  created_at: number;
  updated_at: number;
}

export function paymentOf(row: PaymentRow): Payment {
  return {
    id: row.id,
    amountNanoUsd: row.amount_nano_usd,
    reference: row.reference,
    requestHash: row.request_hash,
    successUrl: row.success_url,
    cancelUrl: row.cancel_url,
    state: row.state,
    sessionId: row.session_id,
    checkoutUrl: row.checkout_url,
    expiresMs: row.expires_at,
    intentId: row.intent_id,
    receiptUrl: row.receipt_url,
    receivedNanoUsd: row.received_nano_usd,
    refundedNanoUsd: row.refunded_nano_usd,
    disputedNanoUsd: row.disputed_nano_usd,
    problem: row.problem,
    look: row.look,
    createdBy: row.created_by,
    createdMs: row.created_at,
    updatedMs: row.updated_at,
  };
}
