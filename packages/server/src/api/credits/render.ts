import { formatUsd, type LedgerEntry, type Wallet, walletAvailable } from '@cofferdam/core';
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
  if (outcome.kind !== 'topped-up') return unexpected(outcome);
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
