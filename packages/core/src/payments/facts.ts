/** What the processor's own objects say of one payment at one moment. Amounts are in cents of USD. */
export interface PaymentFacts {
  /** The page that was made for the payer; `missing` where the processor knows of none. */
  readonly checkout: 'open' | 'complete' | 'expired' | 'missing';
  /** Null until the payer has begun to pay. */
  readonly intent: IntentFacts | null;
  readonly refunds: readonly RefundFacts[];
  readonly disputes: readonly DisputeFacts[];
}

export interface IntentFacts {
  readonly id: string;
  readonly status: 'succeeded' | 'processing' | 'failed' | 'open' | 'canceled';
  readonly currency: string;
  readonly receivedCents: bigint;
  readonly receiptUrl: string | null;
  /** Why the last attempt failed, in the processor's words. */
  readonly failure: string | null;
}

export interface RefundFacts {
  readonly id: string;
  readonly amountCents: bigint;
  /** The money has left the processor's account, and where the refund failed it has come back. */
  readonly taken: boolean;
  readonly returned: boolean;
}

export interface DisputeFacts {
  readonly id: string;
  readonly amountCents: bigint;
  readonly status: 'open' | 'won' | 'lost';
  /** How often the money was withdrawn, and how often it was given back. An inquiry withdraws nothing. */
  readonly withdrawals: number;
  readonly reinstatements: number;
}
