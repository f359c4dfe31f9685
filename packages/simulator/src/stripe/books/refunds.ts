import { badParameter } from '../api/refusal.ts';
import { type Books, move, tell } from './books.ts';
import type { Charge, Metadata, Refund } from './objects.ts';

export interface RefundRequest {
  readonly charge: Charge;
  /** Cents; null for all that is left. */
  readonly amount: number | null;
  readonly reason?: string | null;
  readonly metadata?: Metadata;
  /** Some ways of paying take days to be paid back, and it may fail. */
  readonly pending?: boolean;
}

function amountOf({ charge, amount }: RefundRequest): number {
  const left = charge.amount - charge.amount_refunded;
  if (charge.disputed)
    throw badParameter(
      'charge',
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      'charge_disputed',
    );
  if (left === 0)
    throw badParameter('charge', `Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const wanted = amount ?? left;
  if (wanted < 1) throw badParameter('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  if (wanted > left) {
    throw badParameter('amount', `Refund amount (${wanted}) is greater than unrefunded amount on charge (${left})`);
  }
  return wanted;
}

function setRefunded(charge: Charge, change: number): void {
  charge.amount_refunded += change;
  charge.refunded = charge.amount_refunded === charge.amount;
}

/** Pays back. The money leaves the account at once, also where the payer gets it days later. */
export function refund(books: Books, request: RefundRequest): Refund {
  const { charge, pending = false, reason = null, metadata = {} } = request;
  if (!charge.paid) throw badParameter('charge', `Charge ${charge.id} is not paid.`);
  const amount = amountOf(request);
  const id = books.newId('re');
  const { currency } = charge;
  const movement = {
    amount: -amount,
    fee: 0,
    currency,
    source: id,
    type: 'refund',
    reporting_category: 'refund',
  } as const;
  const made: Refund = {
    id,
    object: 'refund',
    created: books.nowSeconds(),
    amount,
    currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    metadata,
    reason,
    balance_transaction: move(books, movement).id,
    status: pending ? 'pending' : 'succeeded',
  };
  books.refunds.set(id, made);
  setRefunded(charge, amount);
  tell(books, 'refund.created', made);
  tell(books, 'charge.refunded', charge);
  return made;
}

/** A refund that was under way arrives, or comes back. */
export function settleRefund(books: Books, made: Refund, arrived: boolean): void {
  if (made.status !== 'pending') throw badParameter('refund', `This refund is ${made.status}.`);
  if (arrived) {
    made.status = 'succeeded';
    tell(books, 'refund.updated', made);
    return;
  }
  const { amount, currency, id: source } = made;
  const back = {
    amount,
    fee: 0,
    currency,
    source,
    type: 'refund_failure',
    reporting_category: 'refund_failure',
  } as const;
  made.status = 'failed';
  made.failure_reason = 'lost_or_stolen_card';
  made.failure_balance_transaction = move(books, back).id;
  const charge = books.charges.get(made.charge);
  if (charge !== undefined) setRefunded(charge, -amount);
  tell(books, 'refund.failed', made);
  tell(books, 'charge.refund.updated', made);
}
