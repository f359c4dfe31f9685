import type { Counter, Limit } from '../budgets/counter.ts';
import type { Run } from '../runs/run.ts';
import type { Lot } from './credit/lot.ts';
import type { Refusal } from './refusal.ts';
import type { Reservation } from './reservation.ts';
import type { UsageRecord } from './usage-record.ts';
import type { LedgerEntry, Wallet } from './wallet.ts';

/** A counter as it stood right after a decision, with the limit that it is held against. */
export interface CounterView {
  readonly limit: Limit;
  readonly subject: string;
  readonly windowStartMs: number;
  readonly spent: bigint;
  readonly reserved: bigint;
  readonly woundDownBy: string | null;
}

/** A model that the call would be admitted with, and what it would hold. */
export interface Alternative {
  readonly model: string;
  readonly requiredNanoUsd: bigint;
  readonly maxOutputTokens: number;
}

export type WalletView = Readonly<Wallet>;

export interface Settlement {
  readonly reservation: Reservation;
  readonly records: readonly UsageRecord[];
  /** Null where no part of it could be priced. */
  readonly costNanoUsd: bigint | null;
  readonly overage: boolean;
  readonly late: boolean;
  readonly estimated: boolean;
  readonly unpriced: boolean;
}

export type Outcome =
  | {
      readonly kind: 'reserved';
      readonly reservation: Reservation;
      /** The cap on the output of each choice that a model call was admitted with; null for what is no call. */
      readonly maxOutputTokens: number | null;
      /** It is somebody's last call: it took the allowance of at least one counter. */
      readonly final: boolean;
      readonly counters: readonly CounterView[];
      readonly wallet: WalletView | null;
    }
  | { readonly kind: 'settled'; readonly settlement: Settlement }
  | { readonly kind: 'repeated'; readonly answers: readonly string[] }
  | { readonly kind: 'released' | 'extended' | 'expired' | 'not-due'; readonly reservation: Reservation }
  | { readonly kind: 'recorded'; readonly usage: readonly ReportedOutcome[] }
  | { readonly kind: 'run'; readonly run: Run; readonly created: boolean }
  | {
      readonly kind: 'credit-moved';
      readonly entry: LedgerEntry;
      /** The lot that a credit made, or that a refund was taken from. */
      readonly lot: Lot | null;
      readonly wallet: WalletView;
    }
  | { readonly kind: 'lots-expired'; readonly entries: readonly LedgerEntry[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly alternatives?: readonly Alternative[] };

/** One reported usage: what it made, or the answer that the same report was given before. */
export type ReportedOutcome =
  | {
      readonly kind: 'new';
      readonly settlement: Omit<Settlement, 'reservation'>;
      readonly records: readonly UsageRecord[];
    }
  | { readonly kind: 'repeated'; readonly answer: string };

export function viewCounter(limit: Limit, counter: Counter): CounterView {
  return {
    limit,
    subject: counter.subject,
    windowStartMs: counter.windowStartMs,
    spent: counter.spent,
    reserved: counter.reserved,
    woundDownBy: counter.woundDownBy,
  };
}
