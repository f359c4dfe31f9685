import type pg from 'pg';
import type { Reservation } from '@cofferdam/core';
import { gatherWrites } from '../connection.ts';
import type { Statement } from '../sql-file.ts';
import { columnsOf, idBounds, timestamp, type Cell } from './columns.ts';
import { counterColumns } from './counter-row.ts';
import { entryColumns } from './entry-row.ts';
import { drawColumns, lotColumns, openLotColumns } from './lot-row.ts';
import { reservationChangeColumns, reservationColumns } from './reservation-row.ts';
import { pauseColumns, restrictionColumns } from './restriction-columns.ts';
import { runColumns } from './run-row.ts';
import { statements } from './statements.ts';
import { usageColumns } from './usage-row.ts';
import type { LaneAdvance, RunStopWrite, WriteSet } from './write-set.ts';

/** The rows were not as they had been read: the batch must be decided again, never written as it was decided. */
export class StaleBatch extends Error {
  constructor(statement: string, expected: number, affected: number) {
    super(`${statement} changed ${affected} rows where ${expected} were decided`);
  }
}

interface Write {
  readonly statement: Statement;
  readonly values: unknown[];
  readonly rows: number;
}

type Getters<Row> = readonly ((row: Row) => Cell)[];

/** One statement for all rows of a kind, or none where there are no rows. */
function many<Row>(statement: Statement, orgId: string, rows: readonly Row[], getters: Getters<Row>): Write[] {
  return rows.length === 0 ? [] : [{ statement, values: [orgId, ...columnsOf(rows, getters)], rows: rows.length }];
}

const openColumns: Getters<Reservation> = [(r) => r.id, (r) => timestamp(r.expiresMs)];
const closedColumns: Getters<Reservation> = [(r) => r.id];

function reservationWrites(orgId: string, set: WriteSet): Write[] {
  const opened = set.newReservations.filter((one) => one.state === 'held');
  const closed: Reservation[] = [];
  for (const { before, after } of set.changedReservations) {
    if (before.state !== 'held') continue;
    if (after.state === 'held' && after.expiresMs === before.expiresMs) continue;
    closed.push(before);
    if (after.state === 'held') opened.push(after);
  }
  const changes = many(statements.updateReservations, orgId, set.changedReservations, reservationChangeColumns);
  for (const write of changes) write.values.push(...idBounds(set.changedReservations.map((one) => one.after.id)));
  return [
    ...many(statements.insertReservations, orgId, set.newReservations, reservationColumns),
    ...changes,
    ...many(statements.deleteOpen, orgId, closed, closedColumns),
    ...many(statements.insertOpen, orgId, opened, openColumns),
  ];
}

function answerWrites(orgId: string, set: WriteSet, timeMs: number): Write[] {
  const idempotency = many(statements.insertIdempotency, orgId, set.idempotency, [
    (i) => i.operation,
    (i) => i.key,
    (i) => i.requestHash,
    (i) => i.status,
    (i) => i.body,
  ]);
  for (const write of idempotency) write.values.push(timestamp(timeMs));
  return [
    ...idempotency,
    ...many(statements.insertReported, orgId, set.reported, [
      (r) => r.source,
      (r) => r.sourceId,
      (r) => r.hash,
      (r) => r.answer,
    ]),
    ...many(statements.insertCredited, orgId, set.credited, [
      (c) => c.kind,
      (c) => c.reference,
      (c) => c.hash,
      (c) => c.answer,
      (c) => c.entryId,
    ]),
  ];
}

function registryWrites(orgId: string, set: WriteSet): Write[] {
  const { day, counts } = set.creations;
  const creations = many(statements.upsertCreations, orgId, counts, [(c) => c[0], (c) => c[1]]);
  for (const write of creations) write.values.splice(1, 0, day);
  return [
    ...many(statements.insertRegistry, orgId, set.registered, [
      (e) => e.kind,
      (e) => e.id,
      (e) => e.name,
      (e) => timestamp(e.createdMs),
    ]),
    ...creations,
    ...many(statements.upsertRuns, orgId, set.runs, runColumns),
  ];
}

function lotWrites(orgId: string, { newLots, draws, openLots, closedLots }: WriteSet): Write[] {
  const drawn: Write = {
    statement: statements.drawLots,
    values: [orgId, ...columnsOf(draws, drawColumns), ...columnsOf(openLots, openLotColumns)],
    rows: openLots.length,
  };
  const closed: Write = {
    statement: statements.closeLots,
    values: [orgId, closedLots.map((lot) => lot.id)],
    rows: closedLots.length,
  };
  return [
    ...many(statements.insertLots, orgId, newLots, lotColumns),
    ...(draws.length + openLots.length === 0 ? [] : [drawn]),
    ...(closedLots.length === 0 ? [] : [closed]),
  ];
}

const runStopColumns: Getters<RunStopWrite> = [
  (s) => s.run,
  (s) => s.code,
  (s) => s.limitId,
  (s) => s.count,
  (s) => s.told,
];

function refusalWrites(orgId: string, set: WriteSet, timeMs: number): Write[] {
  const writes = many(statements.upsertRefusals, orgId, set.refusals, [
    (r) => r.code,
    (r) => r.agent,
    (r) => r.limitId,
    (r) => r.count,
    (r) => r.requiredNanoUsd,
  ]);
  const time = timestamp(timeMs);
  const stops = columnsOf(set.runStops, runStopColumns);
  for (const write of writes) write.values.splice(1, 0, time.slice(0, 10), time);
  for (const write of writes) write.values.push(...stops);
  const models = many(statements.upsertRefusedModels, orgId, set.refusedModels, [
    (r) => r.provider,
    (r) => r.model,
    (r) => r.count,
  ]);
  for (const write of models) write.values.splice(1, 0, time.slice(0, 10));
  // An upsert reports each row that it inserted or updated, so the count holds for it too.
  return [...writes, ...models];
}

function laneWrites(orgId: string, set: WriteSet, lane: LaneAdvance): Write[] {
  const { mode, balance, reserved, purchased, frozen } = lane.wallet;
  const advance: Write = {
    statement: statements.updateLane,
    values: [
      orgId,
      lane.fromSeq,
      lane.toSeq,
      timestamp(lane.timeMs),
      lane.hash,
      lane.batchId,
      mode,
      balance,
      reserved,
      purchased,
      frozen,
    ],
    rows: 1,
  };
  if (set.usage.length + set.entries.length === 0) return [advance];
  const link: Write = {
    statement: statements.insertBatch,
    values: [orgId, lane.toSeq, lane.fromSeq + 1, timestamp(lane.timeMs), lane.previousHash, lane.hash],
    rows: 1,
  };
  return [link, advance];
}

/**
 * Writes a batch on the lane's connection, inside its transaction, all statements on the way at once. Raises
 * `StaleBatch` where a statement did not find its rows as they were read.
 */
export async function writeBatch(client: pg.Client, orgId: string, set: WriteSet, lane: LaneAdvance): Promise<void> {
  const writes: Write[] = [
    ...reservationWrites(orgId, set),
    ...many(statements.upsertCounters, orgId, set.counters, counterColumns),
    ...many(statements.insertUsage, orgId, set.usage, usageColumns),
    ...many(statements.insertEntries, orgId, set.entries, entryColumns),
    ...lotWrites(orgId, set),
    ...registryWrites(orgId, set),
    ...many(statements.insertRestrictions, orgId, set.restrictions, restrictionColumns),
    ...many(statements.upsertPauses, orgId, set.pauses, pauseColumns),
    ...answerWrites(orgId, set, lane.timeMs),
    ...refusalWrites(orgId, set, lane.timeMs),
    ...laneWrites(orgId, set, lane),
  ];
  gatherWrites(client);
  const results = await Promise.all(writes.map((write) => client.query({ ...write.statement, values: write.values })));
  for (const [index, write] of writes.entries()) {
    const affected = results[index]!.rowCount ?? 0;
    if (affected !== write.rows) throw new StaleBatch(write.statement.name, write.rows, affected);
  }
}
