/** The objects as the API shows them. Only members that somebody reads stand here. Amounts are in cents, times in seconds. */

export type Metadata = Readonly<Record<string, string>>;

export interface Session {
  readonly id: string;
  readonly object: 'checkout.session';
  readonly created: number;
  readonly livemode: false;
  readonly mode: 'payment';
  readonly currency: string;
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly client_reference_id: string | null;
  readonly metadata: Metadata;
  readonly success_url: string;
  readonly cancel_url: string | null;
  readonly expires_at: number;
  readonly payment_method_types: readonly string[];
  url: string | null;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid';
  payment_intent: string | null;
  /** What the payment intent will carry; not shown. */
  readonly intentMetadata: Metadata;
  readonly description: string;
}

export interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly created: number;
  readonly livemode: false;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly description: string | null;
  amount_received: number;
  latest_charge: string | null;
  last_payment_error: { readonly code: string; readonly message: string; readonly type: string } | null;
  status: 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled';
}

export interface Charge {
  readonly id: string;
  readonly object: 'charge';
  readonly created: number;
  readonly livemode: false;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly paid: boolean;
  readonly status: 'succeeded' | 'failed';
  readonly failure_code: string | null;
  readonly balance_transaction: string | null;
  readonly receipt_url: string | null;
  amount_refunded: number;
  refunded: boolean;
  disputed: boolean;
}

export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly metadata: Metadata;
  readonly reason: string | null;
  readonly balance_transaction: string | null;
  failure_balance_transaction?: string;
  failure_reason?: string;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
}

export interface Dispute {
  readonly id: string;
  readonly object: 'dispute';
  readonly created: number;
  readonly livemode: false;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly reason: string;
  readonly metadata: Metadata;
  balance_transactions: readonly BalanceTransaction[];
  status: 'warning_needs_response' | 'warning_closed' | 'needs_response' | 'won' | 'lost';
}

/** One movement of the account's money. `amount` is before the fee, `net` after it. */
export interface BalanceTransaction {
  readonly id: string;
  readonly object: 'balance_transaction';
  readonly created: number;
  readonly available_on: number;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly description: string | null;
  readonly source: string;
  readonly status: 'available';
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'adjustment' | 'payment';
  readonly reporting_category: 'charge' | 'refund' | 'refund_failure' | 'dispute' | 'dispute_reversal';
}

export type ApiObject = Session | Intent | Charge | Refund | Dispute | BalanceTransaction | StripeEvent;

export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: { readonly id: null; readonly idempotency_key: null };
  readonly type: string;
  readonly data: { readonly object: object };
}
