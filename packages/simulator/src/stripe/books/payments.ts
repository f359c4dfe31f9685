import { badParameter } from '../api/refusal.ts';
import { type Books, move, tell } from './books.ts';
import type { Charge, Intent, Session } from './objects.ts';

/** What the payer does: pays at once, pays by a way that takes days, is declined and may try again. */
export type PayerAct = 'succeed' | 'pay-later' | 'decline';

/** Stripe's list price for a domestic card, rounded to the cent: 2.9 % and 30 cents. */
function feeOf(amount: number): number {
  return Math.round(amount * 0.029) + 30;
}

function intentOf(books: Books, session: Session): Intent {
  const known = session.payment_intent === null ? undefined : books.intents.get(session.payment_intent);
  if (known !== undefined) return known;
  const intent: Intent = {
    id: books.newId('pi'),
    object: 'payment_intent',
    created: books.nowSeconds(),
    livemode: false,
    amount: session.amount_total,
    currency: session.currency,
    metadata: session.intentMetadata,
    description: session.description,
    amount_received: 0,
    latest_charge: null,
    last_payment_error: null,
    status: 'requires_payment_method',
  };
  books.intents.set(intent.id, intent);
  session.payment_intent = intent.id;
  tell(books, 'payment_intent.created', intent);
  return intent;
}

function charge(books: Books, intent: Intent, failureCode: string | null): Charge {
  const id = books.newId('ch');
  const paid = failureCode === null;
  const { amount, currency, metadata } = intent;
  const movement = {
    amount,
    fee: feeOf(amount),
    currency,
    source: id,
    type: 'charge',
    reporting_category: 'charge',
  } as const;
  const made: Charge = {
    id,
    object: 'charge',
    created: books.nowSeconds(),
    livemode: false,
    amount,
    currency,
    metadata,
    payment_intent: intent.id,
    paid,
    status: paid ? 'succeeded' : 'failed',
    failure_code: failureCode,
    balance_transaction: paid ? move(books, movement).id : null,
    receipt_url: paid ? `${books.origin.url}/receipts/${id}` : null,
    amount_refunded: 0,
    refunded: false,
    disputed: false,
  };
  books.charges.set(id, made);
  intent.latest_charge = id;
  return made;
}

function succeed(books: Books, intent: Intent): void {
  const made = charge(books, intent, null);
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  tell(books, 'charge.succeeded', made);
  tell(books, 'payment_intent.succeeded', intent);
}

function fail(books: Books, intent: Intent): void {
  const made = charge(books, intent, 'card_declined');
  intent.status = 'requires_payment_method';
  intent.last_payment_error = { code: 'card_declined', message: 'Your card was declined.', type: 'card_error' };
  tell(books, 'charge.failed', made);
  tell(books, 'payment_intent.payment_failed', intent);
}

function complete(books: Books, session: Session, paid: boolean): void {
  session.status = 'complete';
  session.url = null;
  session.payment_status = paid ? 'paid' : 'unpaid';
  tell(books, 'checkout.session.completed', session);
}

/** The payer acts on the page of an open session. Raises StripeRefusal where it is not open. */
export function pay(books: Books, session: Session, act: PayerAct): Intent {
  if (session.status !== 'open') throw badParameter('session', `This Checkout Session is ${session.status}.`);
  const intent = intentOf(books, session);
  if (act === 'decline') fail(books, intent);
  else if (act === 'succeed') {
    succeed(books, intent);
    complete(books, session, true);
  } else {
    intent.status = 'processing';
    tell(books, 'payment_intent.processing', intent);
    complete(books, session, false);
  }
  return intent;
}

function sessionOf(books: Books, intent: Intent): Session {
  const session = [...books.sessions.values()].find((one) => one.payment_intent === intent.id);
  if (session === undefined) throw badParameter('payment_intent', 'This payment was not made through Checkout.');
  return session;
}

/** What a way of paying that takes days comes to in the end. */
export function settleLater(books: Books, intent: Intent, paid: boolean): void {
  if (intent.status !== 'processing') throw badParameter('payment_intent', `This payment is ${intent.status}.`);
  const session = sessionOf(books, intent);
  if (!paid) {
    fail(books, intent);
    tell(books, 'checkout.session.async_payment_failed', session);
    return;
  }
  succeed(books, intent);
  session.payment_status = 'paid';
  tell(books, 'checkout.session.async_payment_succeeded', session);
}

/** A payment that was made without Checkout, as another system on the same account would make it. */
export function payElsewhere(books: Books, amount: number, metadata: Readonly<Record<string, string>>): Intent {
  const intent: Intent = {
    id: books.newId('pi'),
    object: 'payment_intent',
    created: books.nowSeconds(),
    livemode: false,
    amount,
    currency: 'usd',
    metadata,
    description: null,
    amount_received: 0,
    latest_charge: null,
    last_payment_error: null,
    status: 'requires_payment_method',
  };
  books.intents.set(intent.id, intent);
  succeed(books, intent);
  return intent;
}
