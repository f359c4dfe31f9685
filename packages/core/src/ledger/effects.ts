import type { Pause } from '../actions/pause.ts';
import type { Restraint } from '../actions/restraint.ts';
import type { Restriction } from '../actions/restriction.ts';
import type { Counter } from '../budgets/counter.ts';
import type { CreationKind, RegistryEntry } from '../registry/entry.ts';
import type { Run } from '../runs/run.ts';
import type { CreditCommand } from './commands.ts';
import type { LotChanges, WalletChange } from './credit/posting.ts';
import type { Outcome } from './outcomes.ts';
import type { Refusal } from './refusal.ts';
import type { Reservation } from './reservation.ts';
import type { UsageRecord } from './usage-record.ts';
import type { LedgerEntry } from './wallet.ts';

/** A change of one counter; `counter` names it and gives its window where it does not exist yet. */
export interface CounterMove {
  /** The key of the counter in the state. */
  readonly key: string;
  readonly counter: Counter;
  readonly spent: bigint;
  readonly reserved: bigint;
  /** Who took the allowance for a last call, or null where it is given back; left out where that stays as it is. */
  readonly woundDownBy?: string | null;
  /** The counter's restraint from now on; left out where that stays as it is. */
  readonly restraint?: Restraint;
}

/** Everything that a decision changes. A refusal has none. */
export interface Effects {
  readonly reservation?: Reservation;
  readonly counters?: readonly CounterMove[];
  readonly wallet?: WalletChange;
  readonly lots?: LotChanges;
  readonly usage?: readonly UsageRecord[];
  readonly entries?: readonly LedgerEntry[];
  readonly runs?: readonly Run[];
  readonly registered?: readonly RegistryEntry[];
  readonly created?: readonly CreationKind[];
  readonly restrictions?: readonly Restriction[];
  readonly pauses?: readonly Pause[];
  readonly reported?: readonly { readonly source: string; readonly sourceId: string; readonly hash: string }[];
  readonly credit?: Pick<CreditCommand, 'kind' | 'reference' | 'hash'>;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly effects: Effects | null;
}

export function refuse(refusal: Refusal): Decision {
  return { outcome: { kind: 'refused', refusal }, effects: null };
}
