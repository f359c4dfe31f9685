import type { PaymentFacts } from '@cofferdam/core';

/** A page on which somebody is to pay. */
export interface CheckoutOrder {
  readonly orgId: string;
  /** Names the payment to the processor, and makes a repeat of the order harmless. */
  readonly paymentId: string;
  readonly amountCents: bigint;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface OpenedCheckout {
  readonly sessionId: string;
  readonly url: string;
  readonly expiresMs: number;
}

/** Whose payment an object of the processor's is, as we told the processor when the payment was made. */
export interface PaymentOwner {
  readonly orgId: string;
  readonly paymentId: string;
  readonly intentId: string | null;
}

export interface PaymentHandles {
  readonly sessionId: string | null;
  readonly intentId: string | null;
}

/** One movement of the processor's account in a period. Amounts are in cents, signed; the fee is what it cost. */
export interface AccountMovement {
  readonly id: string;
  readonly timeMs: number;
  readonly cause: 'payment' | 'refund' | 'dispute';
  /** The charge, the refund or the dispute that moved the money. */
  readonly source: string;
  readonly intentId: string | null;
  readonly amountCents: bigint;
  readonly feeCents: bigint;
  readonly owner: PaymentOwner | null;
}

/** What takes payments. Every method asks the processor, and raises ProcessorFailed where it does not answer as it should. */
export interface PaymentProcessor {
  openCheckout(order: CheckoutOrder): Promise<OpenedCheckout>;
  /** What the processor's own objects say of a payment now. */
  look(handles: PaymentHandles): Promise<PaymentFacts>;
  /** `subject` is the id of a payment intent or of a checkout session; null where it is no payment of ours. */
  ownerOf(subject: string): Promise<PaymentOwner | null>;
  /** What moved the account's money from `fromMs` up to before `toMs`, other than payouts and fees. */
  movements(fromMs: number, toMs: number): Promise<readonly AccountMovement[]>;
}

/** The processor refused, or did not answer. The message names neither a key nor what was sent. */
export class ProcessorFailed extends Error {
  override readonly name = 'ProcessorFailed';
}
