import type { PriceBook } from '@cofferdam/core';
import type pg from 'pg';
import { batchHash } from '../../store/lane/chain.ts';
import type { LaneRow } from '../../store/lane/lane-row.ts';
import { openLane } from '../../store/lane/load.ts';
import { writeBatch } from '../../store/lane/write.ts';
import { isEmpty, type LaneAdvance, type WriteSet } from '../../store/lane/write-set.ts';
import { alertOfEvent } from '../alerts/alert-of-event.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import { resolveRecovered } from '../alerts/resolve-recovered.ts';
import { insertChanges } from '../audit/record-change.ts';
import { BatchWrites } from './batch-writes.ts';
import type { Answer, Idempotency, LaneCommand } from './command.ts';
import { decideOne, expireDue } from './decide-batch.ts';
import { loadBatch } from './load-batch.ts';
import { keepSnapshot, openSnapshot, type Snapshot } from './snapshot.ts';

export interface BatchOptions {
  readonly orgId: string;
  readonly book: PriceBook;
  /** Instead of the database's clock, for tests. */
  readonly clock: (() => number) | null;
  /** Names the batch, so that a commit whose answer was lost can be told from one that never happened. */
  readonly batchId: string;
}

export interface BatchResult {
  readonly answers: readonly Answer[];
  readonly snapshot: Snapshot | null;
  /** What was written; null where nothing changed. */
  readonly written: WriteSet | null;
}

/** There is no such org. */
export class UnknownOrg extends Error {}

/** The connection broke while COMMIT was on its way: whether it happened is to be read from the lane's last batch. */
export class CommitUnknown extends Error {
  readonly batchId: string;
  readonly fromSeq: number;
  readonly answers: readonly Answer[];

  constructor(batchId: string, fromSeq: number, answers: readonly Answer[], cause: unknown) {
    super('the answer to COMMIT was lost', { cause });
    this.batchId = batchId;
    this.fromSeq = fromSeq;
    this.answers = answers;
  }
}

function isIdempotent(key: Idempotency | null): key is Idempotency {
  return key !== null;
}

function advanceOf(options: BatchOptions, lane: LaneRow, snapshot: Snapshot, set: WriteSet): LaneAdvance {
  const { state } = snapshot;
  const appended = set.usage.length + set.entries.length > 0;
  return {
    fromSeq: Number(lane.seq),
    toSeq: state.seq,
    timeMs: state.timeMs,
    batchId: options.batchId,
    previousHash: lane.head_hash,
    hash: appended ? batchHash(lane.head_hash, { ...set, lots: set.newLots }) : lane.head_hash,
    wallet: state.wallet,
  };
}

async function tellAlerts(client: pg.Client, orgId: string, writes: BatchWrites, timeMs: number): Promise<void> {
  const alerts = writes.alerts.map((event) => alertOfEvent(event, timeMs));
  await raiseAlerts(client, orgId, alerts);
  for (const recovery of writes.recoveries) {
    const later = writes.alerts.slice(recovery.alertsBefore).map(({ dedupeKey }) => dedupeKey);
    await resolveRecovered(client, orgId, recovery, { by: recovery.by, nowMs: timeMs, later });
  }
}

/** Alerts and the audit log stand in the transaction that they tell of: none is lost, and none tells of what did not happen. */
async function tell(client: pg.Client, orgId: string, writes: BatchWrites, timeMs: number): Promise<void> {
  // Waited for together: where both fail, a promise that nobody waits for yet would end the process.
  await Promise.all([insertChanges(client, orgId, writes.changes), tellAlerts(client, orgId, writes, timeMs)]);
}

async function commit(
  client: pg.Client,
  options: BatchOptions,
  fromSeq: number,
  answers: readonly Answer[],
): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (cause) {
    throw new CommitUnknown(options.batchId, fromSeq, answers, cause);
  }
}

/**
 * One batch: takes the org's lane, reads, decides each command in turn, writes the difference and commits; or writes
 * nothing at all where nothing changed. Any error leaves nothing behind, but for `CommitUnknown`.
 */
export async function runBatch(
  client: pg.Client,
  options: BatchOptions,
  remembered: Snapshot | null,
  commands: readonly LaneCommand[],
  onLane: (lane: LaneRow) => void,
): Promise<BatchResult> {
  const { orgId } = options;
  const clockMs = options.clock?.() ?? null;
  const { lane, due } = await openLane(client, orgId, clockMs);
  if (lane === undefined) throw new UnknownOrg(orgId);
  onLane(lane);
  const snapshot = await openSnapshot(client, options, lane, remembered, clockMs);
  const { state } = snapshot;
  const expiries = due.map((reservationId) => ({ kind: 'expire' as const, reservationId }));
  const keys = commands.map((one) => one.idempotency).filter(isIdempotent);
  const given = await loadBatch(client, orgId, snapshot, [...expiries, ...commands.map((one) => one.command)], keys);
  const writes = new BatchWrites(state, snapshot.alerted);
  expireDue(state, writes, due);
  const answers = commands.map((one) => decideOne(state, given, writes, one));
  const set = writes.finish();
  if (isEmpty(set) && writes.alerts.length === 0) {
    await client.query('ROLLBACK');
    return { answers, snapshot: keepSnapshot(snapshot, []), written: null };
  }
  const advance = advanceOf(options, lane, snapshot, set);
  await Promise.all([writeBatch(client, orgId, set, advance), tell(client, orgId, writes, state.timeMs)]);
  await commit(client, options, advance.fromSeq, answers);
  return { answers, snapshot: keepSnapshot(snapshot, set.counters), written: set };
}
