import { formatUsd, type LedgerEntry, type Lot, type LotDraw, type Wallet, walletAvailable } from '@cofferdam/core';
import type { LotName, LotsSummary } from '../../services/credits/find-lots.ts';
import type { Burn } from '../../services/credits/read-burn.ts';
import type { WalletMarks } from '../../services/credits/read-marks.ts';
import { renderWith, timeText, timeTextOrNull, unexpected } from '../render.ts';

/** The wallet as it stands; an org without any top-up is postpaid, and holds no credit. */
export function renderWallet(wallet: Wallet): Record<string, string> {
  return {
    mode: wallet.mode,
    balance_usd: formatUsd(wallet.balance),
    reserved_usd: formatUsd(wallet.reserved),
    available_usd: formatUsd(walletAvailable(wallet)),
  };
}

/** The wallet with what holds it back and what of it expires next. */
export function renderCredits(wallet: Wallet, { expired, next }: LotsSummary): Record<string, unknown> {
  const { balance, reserved, overdraftLimit, frozen } = wallet;
  const free = balance > reserved ? balance - reserved : 0n;
  // Expired credit that nobody has taken yet is there for open reservations alone.
  const gone = expired < free ? expired : free;
  return {
    ...renderWallet(wallet),
    available_usd: formatUsd(walletAvailable(wallet) - gone),
    overdraft_usd: formatUsd(overdraftLimit),
    frozen,
    next_expiry: next === null ? null : { at: timeText(next.atMs), amount_usd: formatUsd(next.amount) },
  };
}

/** A piece of credit, with what is left of it. */
export function renderLot(lot: Lot): Record<string, unknown> {
  return {
    id: lot.id,
    source: lot.source,
    priority: lot.priority,
    amount_usd: formatUsd(lot.amount),
    remaining_usd: formatUsd(lot.remaining),
    expires_at: timeTextOrNull(lot.expiresMs),
    reference: lot.reference,
    created_at: timeText(lot.createdMs),
  };
}

/** The last instant that a time can be written for: a wallet that outlasts it has no date. */
const lastMs = Date.UTC(9999, 11, 31);

function runsOutText(timeMs: number | null): string | null {
  return timeMs === null || timeMs > lastMs ? null : timeTextOrNull(timeMs);
}

/** How long the wallet lasts, and when the org is told that it runs low. */
export function renderReach(burn: Burn, marks: WalletMarks): Record<string, unknown> {
  return {
    burn_per_day_usd: burn.perDay === null ? null : formatUsd(burn.perDay),
    runway_days: burn.runwayDays,
    runs_out_at: runsOutText(burn.runsOutMs),
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
    reason: entry.reason,
  };
}

/** An entry with what it took from each lot; below zero where it gave back. */
export function renderDrawn(
  entry: LedgerEntry,
  draws: readonly LotDraw[],
  nameOf: (lotId: string) => LotName | undefined,
): Record<string, unknown> {
  const lots = draws.map(({ lotId: lot, amount }) => {
    const { source = null, reference = null } = nameOf(lot) ?? {};
    return { lot, source, reference, amount_usd: formatUsd(amount) };
  });
  return { ...renderEntry(entry), lots };
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

/** What any other command on credit came to: its entry, the lot that it made or took from, and the wallet after it. */
export const renderMove = renderWith(201, (outcome) => {
  if (outcome.kind !== 'credit-moved') return unexpected(outcome);
  const { entry, lot, wallet } = outcome;
  return {
    id: entry.id,
    kind: entry.kind,
    amount_usd: formatUsd(entry.amount),
    reference: entry.reference,
    reason: entry.reason,
    lot: lot === null ? null : renderLot(lot),
    balance_usd: formatUsd(entry.balanceAfter),
    mode: wallet.mode,
    time: timeText(entry.timeMs),
    seq: entry.seq,
  };
});
