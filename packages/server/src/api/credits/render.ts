import { formatUsd, type LedgerEntry, type Wallet, walletAvailable } from '@cofferdam/core';
import type { Burn } from '../../services/credits/read-burn.ts';
import type { WalletMarks } from '../../services/credits/read-marks.ts';
import { renderWith, timeText, unexpected } from '../render.ts';

/** The wallet as it stands; an org without any top-up is postpaid, and holds no credit. */
export function renderCredits(wallet: Wallet): Record<string, string> {
  return {
    mode: wallet.mode,
    balance_usd: formatUsd(wallet.balance),
    reserved_usd: formatUsd(wallet.reserved),
    available_usd: formatUsd(walletAvailable(wallet)),
  };
}

/** How long the wallet lasts, and when the org is told that it runs low. */
export function renderReach(burn: Burn, marks: WalletMarks): Record<string, unknown> {
  return {
    burn_per_day_usd: burn.perDay === null ? null : formatUsd(burn.perDay),
    runway_days: burn.runwayDays,
    low_balance_usd: marks.lowBalance === null ? null : formatUsd(marks.lowBalance),
    low_runway_days: marks.lowRunwayDays,
  };
}

/** A change of the wallet, signed, with the balance after it. */
export function renderEntry(entry: LedgerEntry): Record<string, unknown> {
  return {
    seq: entry.seq,
    id: entry.id,
    kind: entry.kind,
    amount_usd: formatUsd(entry.amount),
    balance_usd: formatUsd(entry.balanceAfter),
    time: timeText(entry.timeMs),
    usage_record: entry.usageRecordId,
    reservation: entry.reservationId,
    reference: entry.reference,
  };
}

export const renderTopUp = renderWith(201, (outcome) => {
  if (outcome.kind !== 'credit-moved') return unexpected(outcome);
  const { entry, wallet } = outcome;
  return {
    id: entry.id,
    amount_usd: formatUsd(entry.amount),
    reference: entry.reference,
    balance_usd: formatUsd(entry.balanceAfter),
    mode: wallet.mode,
    time: timeText(entry.timeMs),
    seq: entry.seq,
  };
});
