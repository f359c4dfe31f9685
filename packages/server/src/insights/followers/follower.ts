import type { UsageRecord } from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';

/** A usage record as a follower is given it. */
export type FollowedRecord = UsageRecord;

/** Usage records of an org by their ids: those after `afterId` up to and with `lastId`. */
export interface RecordRange {
  readonly afterId: string;
  readonly lastId: string;
}

/** How many records a step takes where the follower does not say otherwise. */
export const defaultStepRecords = 2_000;

interface Following {
  /** Names its watermark: never to be changed, or it reads everything again. */
  readonly name: string;
  /** At most so many records a step. */
  readonly stepRecords?: number;
}

/**
 * What is kept beside the ledger and derived from its records alone. Each record is given once, in the order of the
 * org's seq, in the transaction that advances the follower's watermark: what the follower writes there is written
 * exactly once, however many nodes there are and wherever one of them dies. It must touch no lane.
 */
export interface Follower extends Following {
  follow(tx: Transaction, orgId: string, records: readonly FollowedRecord[]): Promise<void>;
}

/** A follower that reads its records itself, in SQL: they never come into this process. */
export interface RangeFollower extends Following {
  followRange(tx: Transaction, orgId: string, range: RecordRange): Promise<void>;
}

export type AnyFollower = Follower | RangeFollower;
