import type Stripe from 'stripe';
import type { ProcessorEvent } from '../services/payments/receive-event.ts';
import { idOf } from './stripe-client.ts';

/** The kinds of events that are followed, by the member of their object that names what to ask Stripe about. */
const subjects = {
  'checkout.session.completed': ['payment_intent', 'id'],
  'checkout.session.async_payment_succeeded': ['payment_intent', 'id'],
  'checkout.session.async_payment_failed': ['payment_intent', 'id'],
  'checkout.session.expired': ['payment_intent', 'id'],
  'payment_intent.processing': ['id'],
  'payment_intent.succeeded': ['id'],
  'payment_intent.payment_failed': ['id'],
  'payment_intent.canceled': ['id'],
  'charge.refunded': ['payment_intent'],
  'charge.refund.updated': ['payment_intent'],
  'refund.created': ['payment_intent'],
  'refund.updated': ['payment_intent'],
  'refund.failed': ['payment_intent'],
  'charge.dispute.created': ['payment_intent'],
  'charge.dispute.updated': ['payment_intent'],
  'charge.dispute.funds_withdrawn': ['payment_intent'],
  'charge.dispute.funds_reinstated': ['payment_intent'],
  'charge.dispute.closed': ['payment_intent'],
} as const satisfies { readonly [type in Stripe.Event['type']]?: readonly ('id' | 'payment_intent')[] };

type Named = { readonly [member in 'id' | 'payment_intent']?: Parameters<typeof idOf>[0] };

function isFollowed(type: string): type is keyof typeof subjects {
  return Object.hasOwn(subjects, type);
}

/**
 * What of an event is used: which payment to ask Stripe about. What it says of that payment is not. Null for an event that
 * is about no payment.
 */
export function readEvent(event: Stripe.Event): ProcessorEvent | null {
  const { id, type, created } = event;
  if (!isFollowed(type)) return null;
  const named = event.data.object as Named;
  const subject = subjects[type].map((member) => idOf(named[member])).find((one) => one !== null);
  return subject === undefined ? null : { id, type, subject, createdMs: created * 1_000 };
}
