import type { FastifyBaseLogger } from 'fastify';
import type { ApiContext } from './api/context.ts';
import type { BillingContext } from './billing/routes.ts';
import { createStripeClient } from './billing/stripe-client.ts';
import { createStripeProcessor } from './billing/stripe-processor.ts';
import type { StripeSettings } from './billing/stripe-settings.ts';
import { repeat } from './services/housekeeping/repeat.ts';
import type { Carrier } from './services/lane/carrier.ts';
import type { OrgTransactions } from './services/org-transaction.ts';
import type { PaymentServices } from './services/payments/context.ts';
import { receiveEvent } from './services/payments/receive-event.ts';
import { sweepPayments } from './services/payments/sweep-payments.ts';

export interface BillingOptions {
  /** Null or left out for a server that takes no payments. */
  readonly stripe?: StripeSettings | null;
  readonly logger: FastifyBaseLogger;
}

export interface WiredBilling {
  readonly context: Pick<ApiContext, 'payments'>;
  readonly webhook: BillingContext | null;
  /** Resolves once a sweep that is under way is over. */
  close(): Promise<void>;
}

const sweepEveryMs = 30_000;

/** Wires what takes payments, if anything does. */
export function wireBilling(
  changes: OrgTransactions,
  lanes: Carrier,
  nowMs: () => number,
  { stripe = null, logger }: BillingOptions,
): WiredBilling {
  if (stripe === null) return { context: { payments: null }, webhook: null, close: () => Promise.resolve() };
  const processor = createStripeProcessor(createStripeClient(stripe));
  const payments: PaymentServices = { processor, lanes, changes, nowMs };
  const sweep = repeat(
    sweepEveryMs,
    () => sweepPayments(payments),
    (error) => logger.warn({ err: error }, 'payments could not be looked at; it will be tried again'),
  );
  return {
    context: { payments },
    webhook: {
      webhookSecrets: stripe.webhookSecrets,
      receive: (event) => receiveEvent(payments, event),
      nowMs,
    },
    close: () => sweep.stop(),
  };
}
