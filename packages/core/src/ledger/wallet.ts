import type { LedgerEntryKind } from './entry-kinds.ts';

/**
 * An org's prepaid credit. `postpaid` orgs are held by budgets only; `overdraft` may go below zero up to a limit.
 */
export interface Wallet {
  mode: 'postpaid' | 'prepaid' | 'overdraft';
  balance: bigint;
  reserved: bigint;
  overdraftLimit: bigint;
  /** The balance below which somebody is told; null or left out for none. */
  lowBalance?: bigint | null;
}

/** One signed, append-only change of a wallet, with the balance after it. */
export interface LedgerEntry {
  readonly id: string;
  readonly seq: number;
  readonly kind: LedgerEntryKind;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly timeMs: number;
  readonly usageRecordId: string | null;
  readonly reservationId: string | null;
  readonly reference: string | null;
}

/** What may still be held: the overdraft counts as credit. */
export function walletAvailable(wallet: Wallet): bigint {
  return wallet.balance + wallet.overdraftLimit - wallet.reserved;
}

/** What would be left if every open reservation were given back. */
export function walletUnspent(wallet: Wallet): bigint {
  return wallet.balance + wallet.overdraftLimit;
}
