import { nanoUsdOfCents } from '../money/cents.ts';
import type { DisputeFacts, PaymentFacts, RefundFacts } from './facts.ts';

export type PaymentState =
  | 'created'
  | 'pending'
  | 'succeeded'
  | 'failed'
  | 'expired'
  | 'partially_refunded'
  | 'refunded'
  | 'disputed'
  | 'charged_back';

/**
 * One movement of money at the processor, and the one change of the wallet that answers to it. Movements are only ever
 * added to, so booking each once under its reference comes to the same whatever is heard of first, or twice.
 */
export interface Movement {
  readonly kind: 'top-up' | 'claw-back' | 'reinstate-credit';
  readonly cause: 'payment' | 'refund' | 'dispute';
  readonly reference: string;
  /** Positive. */
  readonly amountNanoUsd: bigint;
}

/** What became of a payment. */
export interface DerivedPayment {
  readonly state: PaymentState;
  readonly intentId: string | null;
  readonly receiptUrl: string | null;
  readonly receivedNanoUsd: bigint;
  /** What was paid back and did not come back, and what is withdrawn for disputes. */
  readonly refundedNanoUsd: bigint;
  readonly disputedNanoUsd: bigint;
  readonly problem: string | null;
  /** In an order in which they can be booked: the purchase first, a return after what it returns. */
  readonly movements: readonly Movement[];
}

/** The reference of the first movement is the object's own id; a dispute may, though it hardly does, move money again. */
function referenceOf(id: string, index: number): string {
  return index === 0 ? id : `${id}#${index + 1}`;
}

function movementsOfRefund({ id, amountCents, taken, returned }: RefundFacts): Movement[] {
  const movement = { cause: 'refund', reference: id, amountNanoUsd: nanoUsdOfCents(amountCents) } as const;
  if (!taken) return [];
  return [
    { kind: 'claw-back', ...movement },
    ...(returned ? [{ kind: 'reinstate-credit', ...movement } as const] : []),
  ];
}

function movementsOfDispute({ id, amountCents, withdrawals, reinstatements }: DisputeFacts): Movement[] {
  const amountNanoUsd = nanoUsdOfCents(amountCents);
  return Array.from({ length: withdrawals }, (_, index) => {
    const movement = { cause: 'dispute', reference: referenceOf(id, index), amountNanoUsd } as const;
    const back = index < reinstatements ? [{ kind: 'reinstate-credit', ...movement } as const] : [];
    return [{ kind: 'claw-back', ...movement } as const, ...back];
  }).flat();
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function isWithdrawn({ withdrawals, reinstatements }: DisputeFacts): boolean {
  return withdrawals > reinstatements;
}

function paidState(facts: PaymentFacts, receivedCents: bigint, refundedCents: bigint): PaymentState {
  const withdrawn = facts.disputes.filter(isWithdrawn);
  if (withdrawn.some(({ status }) => status === 'lost')) return 'charged_back';
  if (withdrawn.length > 0) return 'disputed';
  if (refundedCents === 0n) return 'succeeded';
  return refundedCents < receivedCents ? 'partially_refunded' : 'refunded';
}

function unpaidState({ checkout, intent }: PaymentFacts): PaymentState {
  if (intent?.status === 'processing') return 'pending';
  if (intent?.status === 'canceled') return 'failed';
  // A card that is declined leaves the page open: the payer may try another one.
  if (checkout === 'open') return 'created';
  if (checkout === 'complete') return intent?.status === 'failed' ? 'failed' : 'pending';
  return 'expired';
}

/**
 * Derives a payment from what its processor says of it now: its state, and all that the wallet must have had for it. What
 * was received is what counts, not what was asked for. Other currencies than USD are no credit, and are named a problem.
 */
export function derivePayment(facts: PaymentFacts): DerivedPayment {
  const { intent, refunds, disputes } = facts;
  const shown = {
    intentId: intent?.id ?? null,
    receiptUrl: intent?.receiptUrl ?? null,
    receivedNanoUsd: 0n,
    refundedNanoUsd: 0n,
    disputedNanoUsd: 0n,
    problem: intent?.failure ?? null,
    movements: [],
  };
  if (intent?.status !== 'succeeded') return { ...shown, state: unpaidState(facts) };
  if (intent.currency !== 'usd') {
    return { ...shown, state: 'failed', problem: `it was paid in ${intent.currency}, which is no credit` };
  }
  const { id: reference, receivedCents } = intent;
  const receivedNanoUsd = nanoUsdOfCents(receivedCents);
  const refundedCents = sum(refunds.filter((one) => one.taken && !one.returned).map((one) => one.amountCents));
  const purchase: Movement = { kind: 'top-up', cause: 'payment', reference, amountNanoUsd: receivedNanoUsd };
  return {
    ...shown,
    state: paidState(facts, receivedCents, refundedCents),
    receivedNanoUsd,
    refundedNanoUsd: nanoUsdOfCents(refundedCents),
    disputedNanoUsd: nanoUsdOfCents(sum(disputes.filter(isWithdrawn).map((one) => one.amountCents))),
    movements: [purchase, ...refunds.flatMap(movementsOfRefund), ...disputes.flatMap(movementsOfDispute)],
  };
}
