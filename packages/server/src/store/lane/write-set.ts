import type {
  Counter,
  CreationKind,
  CreditCommand,
  LedgerEntry,
  Lot,
  LotDraw,
  Pause,
  RegistryEntry,
  Reservation,
  Restriction,
  Run,
  UsageRecord,
  Wallet,
} from '@cofferdam/core';
import type { ReservationChange } from './reservation-row.ts';

export interface IdempotencyWrite {
  readonly operation: string;
  readonly key: string;
  readonly requestHash: string;
  readonly status: number;
  readonly body: string;
}

export interface ReportedWrite {
  readonly source: string;
  readonly sourceId: string;
  readonly hash: string;
  readonly answer: string;
}

export interface CreditWrite {
  readonly kind: CreditCommand['kind'];
  readonly reference: string;
  readonly hash: string;
  readonly answer: string;
  readonly entryId: string;
}

export interface RefusalWrite {
  readonly code: string;
  readonly agent: string;
  readonly limitId: string;
  count: bigint;
  requiredNanoUsd: bigint;
}

/** How often a model was refused for want of a price. */
export interface RefusedModelWrite {
  readonly provider: string;
  readonly model: string;
  count: bigint;
}

/** A final refusal of a run: what it was told last. */
export interface RunStopWrite {
  readonly run: string;
  readonly code: string;
  readonly limitId: string;
  readonly count: bigint;
  /** JSON. */
  readonly told: string;
}

/** Everything that a batch writes: the difference between the rows as they were read and as they were decided. */
export interface WriteSet {
  readonly newReservations: readonly Reservation[];
  readonly changedReservations: readonly ReservationChange[];
  readonly counters: readonly Counter[];
  readonly runs: readonly Run[];
  readonly registered: readonly RegistryEntry[];
  readonly creations: { readonly day: number; readonly counts: readonly (readonly [CreationKind, number])[] };
  readonly usage: readonly UsageRecord[];
  readonly entries: readonly LedgerEntry[];
  /** As they were made. */
  readonly newLots: readonly Lot[];
  readonly draws: readonly LotDraw[];
  /** As they are left, where anything is left. */
  readonly openLots: readonly Lot[];
  /** Used up, having had something left before the batch. */
  readonly closedLots: readonly Lot[];
  readonly idempotency: readonly IdempotencyWrite[];
  readonly reported: readonly ReportedWrite[];
  readonly credited: readonly CreditWrite[];
  readonly refusals: readonly RefusalWrite[];
  readonly refusedModels: readonly RefusedModelWrite[];
  /** Of runs that exist; only beside refusals. */
  readonly runStops: readonly RunStopWrite[];
  readonly restrictions: readonly Restriction[];
  /** Each agent once. */
  readonly pauses: readonly Pause[];
}

/** The lane row after the batch. */
export interface LaneAdvance {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly timeMs: number;
  readonly batchId: string;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly wallet: Readonly<Wallet>;
}

export function isEmpty(set: WriteSet): boolean {
  const { creations, ...lists } = set;
  return creations.counts.length === 0 && Object.values(lists).every((list) => list.length === 0);
}
