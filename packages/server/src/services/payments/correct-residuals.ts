import { formatUsd } from '@cofferdam/core';
import { describeRefusal } from '../../errors/describe-refusal.ts';
import { fail, invalidField } from '../../errors/problem.ts';
import type { ChangedBy } from '../audit/change.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Rendered } from '../lane/command.ts';
import type { PaymentServices } from './context.ts';
import { entryKindOf } from './entry-kind.ts';
import { type PaymentResidual, type Period, reconcilePayments } from './reconcile-payments.ts';
import { refreshPayment } from './refresh-payment.ts';

/**
 * What was done about a residual: booked as it should have been, or set right by an entry of its own; `settled` where it was
 * none any more.
 */
export interface Correction {
  readonly residual: string;
  readonly kind: 'booked' | 'adjusted' | 'settled';
  readonly amountNanoUsd: bigint;
  /** The reference of the entry that was made. */
  readonly reference: string | null;
}

const because = {
  missing_here: 'Stripe has it and the ledger did not',
  missing_there: 'the ledger had it and Stripe has not',
  amount_differs: 'the ledger had another amount than Stripe',
} as const;

async function adjust(
  { lanes }: PaymentServices,
  orgId: string,
  residual: PaymentResidual,
  by: ChangedBy,
): Promise<Correction> {
  const { id, movement, reference: name, expectedNanoUsd, actualNanoUsd, corrections, kind, paymentId } = residual;
  const amountNanoUsd = expectedNanoUsd - actualNanoUsd;
  // Its number makes two who approve the same residual at once make one entry, and a later difference a second one.
  const reference = `stripe-correction ${entryKindOf(movement)} ${name} ${corrections + 1}`;
  const reason = by.reason ?? `reconciled with Stripe: ${because[kind]}`;
  const target = { kind: 'payment', id: paymentId, name: null };
  const after = { amount_usd: formatUsd(amountNanoUsd), reference };
  const hash = fingerprint(amountNanoUsd);
  const answer = await lanes.submit(orgId, {
    command: { kind: 'adjust-credit', amountNanoUsd, expiresMs: null, reason, reference, hash },
    audit: { by, changeOf: () => ({ action: 'credit.corrected', target, before: null, after }) },
    idempotency: null,
    render: (outcome): Rendered =>
      outcome.kind === 'refused'
        ? { status: 422, body: describeRefusal(outcome.refusal).detail }
        : { status: 201, body: '{}' },
  });
  if (answer.status !== 201) fail('idempotency_mismatch', answer.body);
  return { residual: id, kind: 'adjusted', amountNanoUsd, reference };
}

/** What a known payment lacks is booked under its own name, so that the event that is late finds it done. */
async function correct(
  services: PaymentServices,
  orgId: string,
  residual: PaymentResidual,
  by: ChangedBy,
): Promise<Correction> {
  const { id, kind, isKnown, paymentId, corrections, reference, expectedNanoUsd } = residual;
  if (kind !== 'missing_here' || !isKnown || corrections > 0) return adjust(services, orgId, residual, by);
  await refreshPayment(services, orgId, paymentId);
  return { residual: id, kind: 'booked', amountNanoUsd: expectedNanoUsd, reference };
}

/**
 * Sets right the residuals that are named, as they stand now: no others, so that nobody approves what they did not see. Doing
 * it again does nothing. Raises `invalid_request` for a name that neither side knows, ProcessorFailed, and what the lane
 * raises.
 */
export async function correctResiduals(
  services: PaymentServices,
  orgId: string,
  period: Period,
  ids: readonly string[],
  by: ChangedBy,
): Promise<Correction[]> {
  const { residuals, settled: agreeing } = await reconcilePayments(services, orgId, period);
  const unknown = ids.find((id) => !agreeing.has(id) && residuals.every((one) => one.id !== id));
  if (unknown !== undefined)
    invalidField('residuals', `${unknown} is no movement of this period, neither at Stripe nor here`);
  const corrections: Correction[] = [];
  for (const id of new Set(ids)) {
    const residual = residuals.find((one) => one.id === id);
    const settled: Correction = { residual: id, kind: 'settled', amountNanoUsd: 0n, reference: null };
    corrections.push(residual === undefined ? settled : await correct(services, orgId, residual, by));
  }
  return corrections;
}
