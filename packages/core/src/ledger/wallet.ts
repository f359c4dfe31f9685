import type { LedgerEntryKind } from './entry-kinds.ts';

/**
 * An org's prepaid credit. `postpaid` orgs are held by budgets only; `overdraft` may go below zero up to a limit.
 */
export interface Wallet {
  mode: 'postpaid' | 'prepaid' | 'overdraft';
  balance: bigint;
  reserved: bigint;
  /** Counts in the mode `overdraft` only. */
  overdraftLimit: bigint;
  /** The first purchase has been made: no other one changes the mode. */
  purchased: boolean;
  /** A payment is disputed and the debt that it left is not paid: nothing is admitted, whatever the mode. */
  frozen: boolean;
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
  /** What a person gave as the reason; null where nobody was asked. */
  readonly reason: string | null;
}

/** How far below zero the balance may be held. */
export function creditLine({ mode, overdraftLimit }: Pick<Wallet, 'mode' | 'overdraftLimit'>): bigint {
  return mode === 'overdraft' ? overdraftLimit : 0n;
}

/** What may still be held: an overdraft counts as credit. */
export function walletAvailable(wallet: Pick<Wallet, 'mode' | 'balance' | 'reserved' | 'overdraftLimit'>): bigint {
  return wallet.balance + creditLine(wallet) - wallet.reserved;
}

/** What would be left if every open reservation were given back. */
export function walletUnspent(wallet: Wallet): bigint {
  return wallet.balance + creditLine(wallet);
}
