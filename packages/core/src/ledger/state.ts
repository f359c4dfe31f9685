import type { Budget } from '../budgets/budget.ts';
import type { Counter } from '../budgets/counter.ts';
import type { CreationCaps, CreationKind, RegistryEntry } from '../registry/entry.ts';
import type { Run } from '../runs/run.ts';
import type { Lots } from './credit/lot.ts';
import type { Pricing } from './pricing.ts';
import type { Reservation } from './reservation.ts';
import type { Wallet } from './wallet.ts';

/** What a key or a reference was first used for, so that a repeat can be told from a conflict. */
export interface Seen {
  readonly hash: string;
  /** The wire answer that the first use was given. */
  readonly answer: string;
}

/** Reading runs is all that a decision needs; an overlay shows it runs that the same command makes. */
export type Runs = Pick<Map<string, Run>, 'get'>;

/**
 * Everything that decisions read, loaded by the store under the org's lane. Maps hold every key that the commands at
 * hand name: a key that is absent does not exist, it is not merely unread.
 */
export interface LedgerState {
  timeMs: number;
  seq: number;
  readonly budgets: readonly Budget[];
  readonly caps: CreationCaps;
  readonly pricing: Pricing;
  readonly wallet: Wallet;
  readonly lots: Lots;
  readonly counters: Map<string, Counter>;
  readonly reservations: Map<string, Reservation>;
  readonly runs: Map<string, Run>;
  readonly registry: Map<string, RegistryEntry>;
  /** Creations of the current UTC day, by kind. */
  readonly creations: { day: number; readonly counts: Map<CreationKind, number> };
  /** Usage by `source` and id, commands on credit by kind and reference. */
  readonly reported: Map<string, Seen>;
  readonly credited: Map<string, Seen>;
}
