import type Stripe from 'stripe';
import {
  type CheckoutOrder,
  type OpenedCheckout,
  type PaymentProcessor,
  ProcessorFailed,
} from '../services/payments/processor.ts';
import { listMovements } from './list-movements.ts';
import { ownerFrom, ownerMetadata } from './payment-owner.ts';
import { readFacts } from './read-facts.ts';
import { ask, askFor, idOf } from './stripe-client.ts';

const productName = 'Cofferdam credit';

/** The payment's id is Stripe's idempotency key: the same order is the same session. */
async function openCheckout(stripe: Stripe, order: CheckoutOrder): Promise<OpenedCheckout> {
  const metadata = ownerMetadata(order.orgId, order.paymentId);
  const price = { currency: 'usd', unit_amount: Number(order.amountCents), product_data: { name: productName } };
  const params: Stripe.Checkout.SessionCreateParams = {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: price }],
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
    client_reference_id: order.paymentId,
    metadata,
    payment_intent_data: { metadata, description: productName },
  };
  const session = await ask(stripe.checkout.sessions.create(params, { idempotencyKey: order.paymentId }));
  if (session.url === null) throw new ProcessorFailed('Stripe made a session without a page');
  return { sessionId: session.id, url: session.url, expiresMs: session.expires_at * 1_000 };
}

/** Payments through Stripe's Checkout. */
export function createStripeProcessor(stripe: Stripe): PaymentProcessor {
  return {
    openCheckout: (order) => openCheckout(stripe, order),
    look: (handles) => readFacts(stripe, handles),
    async ownerOf(subject) {
      if (!subject.startsWith('cs_')) {
        const intent = await askFor(stripe.paymentIntents.retrieve(subject));
        return ownerFrom(intent?.metadata ?? null, intent?.id ?? null);
      }
      const session = await askFor(stripe.checkout.sessions.retrieve(subject));
      return ownerFrom(session?.metadata ?? null, idOf(session?.payment_intent));
    },
    movements: (fromMs, toMs) => listMovements(stripe, fromMs, toMs),
  };
}
