import { type Command, formatUsd, type Movement } from '@cofferdam/core';
import { describeRefusal } from '../../errors/describe-refusal.ts';
import { bySystem } from '../audit/change.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Carrier } from '../lane/carrier.ts';
import type { LaneCommand, Rendered } from '../lane/command.ts';

/** The change of the wallet that answers to a movement of money, under the movement's own reference. */
function commandOf(movement: Movement, intentId: string): Command {
  const { kind, cause, reference, amountNanoUsd } = movement;
  const named = { reference, amountNanoUsd, hash: fingerprint(amountNanoUsd) };
  if (kind === 'top-up') return { kind, ...named };
  if (kind === 'reinstate-credit') return { kind, ...named, expiresMs: null, reason: `the ${cause} was undone` };
  const reason = cause === 'refund' ? 'the payment was refunded' : 'the payment was disputed';
  return { kind, ...named, cause: cause === 'dispute' ? 'dispute' : 'refund', purchase: { topUp: intentId }, reason };
}

const actions = {
  'top-up': 'credit.topped_up',
  'claw-back': 'credit.clawed_back',
  'reinstate-credit': 'credit.reinstated',
} as const;

/** What the audit log is told: it was the processor's word, and no person's. */
function auditOf({ kind, reference, amountNanoUsd }: Movement, paymentId: string): NonNullable<LaneCommand['audit']> {
  const target = { kind: 'payment', id: paymentId, name: null };
  const after = { amount_usd: formatUsd(amountNanoUsd), reference };
  return {
    by: bySystem('stripe', reference),
    changeOf: () => ({ action: actions[kind], target, before: null, after }),
  };
}

/** A movement of a payment, whose purchase is known in the ledger by the payment intent. */
export interface PaymentMovement {
  readonly paymentId: string;
  readonly intentId: string;
  readonly movement: Movement;
}

/**
 * Books a movement once, however often it is asked for. Returns why it was refused, or null. Raises what the lane raises:
 * then it may be booked or not, and asking again is harmless.
 */
export async function bookMovement(
  lanes: Carrier,
  orgId: string,
  { paymentId, intentId, movement }: PaymentMovement,
): Promise<string | null> {
  let refusal: string | null = null;
  const answer = await lanes.submit(orgId, {
    command: commandOf(movement, intentId),
    audit: auditOf(movement, paymentId),
    idempotency: null,
    render: (outcome): Rendered => {
      if (outcome.kind !== 'refused') return { status: 201, body: '{}' };
      refusal = describeRefusal(outcome.refusal).detail;
      return { status: 422, body: '' };
    },
  });
  return answer.status === 201 ? null : (refusal ?? 'it was refused');
}
