import { formatUsd, nanoUsdOfCents } from '@cofferdam/core';
import type { Correction } from '../../services/payments/correct-residuals.ts';
import { entryKindOf } from '../../services/payments/entry-kind.ts';
import type {
  PaymentResidual,
  PendingPayment,
  Reconciliation,
  RefundedTwice,
} from '../../services/payments/reconcile-payments.ts';
import type { AccountMovement } from '../../services/payments/processor.ts';
import { timeText } from '../render.ts';

function renderResidual(residual: PaymentResidual): Record<string, unknown> {
  const { id, kind, movement, reference, paymentId, expectedNanoUsd, actualNanoUsd } = residual;
  return {
    id,
    kind,
    entry: entryKindOf(movement),
    reference,
    payment: paymentId,
    stripe_usd: formatUsd(expectedNanoUsd),
    ledger_usd: formatUsd(actualNanoUsd),
    difference_usd: formatUsd(expectedNanoUsd - actualNanoUsd),
  };
}

function renderPending({ id, state, amountNanoUsd }: PendingPayment): Record<string, unknown> {
  return { payment: id, state, amount_usd: formatUsd(amountNanoUsd) };
}

function renderTwice({ paymentId, hereNanoUsd, stripeNanoUsd }: RefundedTwice): Record<string, unknown> {
  return { payment: paymentId, here_usd: formatUsd(hereNanoUsd), stripe_usd: formatUsd(stripeNanoUsd) };
}

function renderElsewhere({ id, cause, source, amountCents, timeMs }: AccountMovement): Record<string, unknown> {
  return { id, cause, source, amount_usd: formatUsd(nanoUsdOfCents(amountCents)), time: timeText(timeMs) };
}

/** What other systems did on the account is for those who run the server: it is of no org. */
export function renderReconciliation(found: Reconciliation, showElsewhere: boolean): Record<string, unknown> {
  const { payments, refunds, disputes, fees } = found.totals;
  return {
    from: timeText(found.fromMs),
    to: timeText(found.toMs),
    ok: found.residuals.length === 0,
    payments: found.payments,
    matched: found.matched,
    residuals: found.residuals.map(renderResidual),
    pending: found.pending.map(renderPending),
    refunded_twice: found.twice.map(renderTwice),
    stripe: {
      payments_usd: formatUsd(payments),
      refunds_usd: formatUsd(refunds),
      disputes_usd: formatUsd(disputes),
      fees_usd: formatUsd(fees),
    },
    ...(showElsewhere ? { elsewhere: found.elsewhere.map(renderElsewhere) } : {}),
  };
}

export function renderCorrection({ residual, kind, amountNanoUsd, reference }: Correction): Record<string, unknown> {
  return { residual, kind, amount_usd: formatUsd(amountNanoUsd), reference };
}
