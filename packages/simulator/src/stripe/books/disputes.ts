import { badParameter } from '../api/refusal.ts';
import { type Books, move, tell } from './books.ts';
import type { Charge, Dispute } from './objects.ts';

/** What a dispute costs in cents, whoever wins. */
const disputeFee = 1_500;

function withdraw(books: Books, dispute: Dispute, amount: number, fee: number): void {
  const { currency, id: source } = dispute;
  const reporting_category = amount < 0 ? 'dispute' : 'dispute_reversal';
  const row = move(books, { amount, fee, currency, source, type: 'adjustment', reporting_category });
  dispute.balance_transactions = [...dispute.balance_transactions, row];
  tell(books, amount < 0 ? 'charge.dispute.funds_withdrawn' : 'charge.dispute.funds_reinstated', dispute);
}

/** The payer disputes what was not paid back. An inquiry only asks: no money moves. */
export function openDispute(books: Books, charge: Charge, inquiry = false): Dispute {
  const amount = charge.amount - charge.amount_refunded;
  if (!charge.paid || amount === 0 || charge.disputed) throw badParameter('charge', 'This charge cannot be disputed.');
  const dispute: Dispute = {
    id: books.newId('du'),
    object: 'dispute',
    created: books.nowSeconds(),
    livemode: false,
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    metadata: {},
    balance_transactions: [],
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
  books.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  tell(books, 'charge.dispute.created', dispute);
  if (!inquiry) withdraw(books, dispute, -amount, disputeFee);
  return dispute;
}

/** The bank decides; a dispute that is won is paid back in full. */
export function closeDispute(books: Books, dispute: Dispute, outcome: 'won' | 'lost'): void {
  if (dispute.status === 'warning_needs_response') {
    dispute.status = 'warning_closed';
    tell(books, 'charge.dispute.closed', dispute);
    return;
  }
  if (dispute.status !== 'needs_response') throw badParameter('dispute', `This dispute is ${dispute.status}.`);
  dispute.status = outcome;
  tell(books, 'charge.dispute.closed', dispute);
  if (outcome === 'won') withdraw(books, dispute, dispute.amount, 0);
}
