import type pg from 'pg';
import type { Counter, CreationKind, RegistryEntry, Reservation, Run, Seen } from '@cofferdam/core';
import { gatherWrites } from '../connection.ts';
import type { Statement } from '../sql-file.ts';
import { idBounds, timestamp, timestampOrNull } from './columns.ts';
import { counterOfRow, type CounterRow } from './counter-row.ts';
import type { LaneRow } from './lane-row.ts';
import { pauseCauseOf, type PauseCauseRow } from './pause-cause.ts';
import { reservationOf, type ReservationRow } from './reservation-row.ts';
import { runOf, type RunRow } from './run-row.ts';
import { statements } from './statements.ts';

/** How many due reservations one batch expires at most, so that none of its commands waits long behind them. */
export const maxExpiriesPerBatch = 100;

/** Statements of a lane's transaction, pipelined on its connection. */
async function rows<Row>(client: pg.Client, statement: Statement, values: unknown[]): Promise<Row[]> {
  const result = await client.query({ ...statement, values });
  return result.rows as Row[];
}

export interface OpenedLane {
  readonly lane: LaneRow | undefined;
  /** Reservations whose time is over. */
  readonly due: readonly string[];
}

/** Begins the batch's transaction, takes the lane and finds what is due, in one round trip. */
export async function openLane(client: pg.Client, orgId: string, clockMs: number | null): Promise<OpenedLane> {
  gatherWrites(client);
  const [, lanes, due] = await Promise.all([
    client.query('BEGIN'),
    rows<LaneRow>(client, statements.lockLane, [orgId]),
    rows<{ reservation_id: string }>(client, statements.dueReservations, [
      orgId,
      timestampOrNull(clockMs),
      maxExpiriesPerBatch,
    ]),
  ]);
  return { lane: lanes[0], due: due.map((row) => row.reservation_id) };
}

export async function loadReservations(
  client: pg.Client,
  orgId: string,
  ids: readonly string[],
): Promise<Reservation[]> {
  return (await rows<ReservationRow>(client, statements.loadReservations, [orgId, ids, ...idBounds(ids)])).map(
    reservationOf,
  );
}

/** The named runs and their ancestors. */
export async function loadRuns(client: pg.Client, orgId: string, ids: readonly string[]): Promise<Run[]> {
  return (await rows<RunRow>(client, statements.loadRuns, [orgId, ids])).map(runOf);
}

interface RegistryRow extends PauseCauseRow {
  kind: RegistryEntry['kind'];
  id: string;
  name: string;
  team: string | null;
  paused_at: number | null;
  paused_until: number | null;
  created_at: number;
}

export interface RegistryKey {
  readonly kind: RegistryEntry['kind'];
  readonly id: string;
}

export async function loadRegistry(
  client: pg.Client,
  orgId: string,
  keys: readonly RegistryKey[],
): Promise<RegistryEntry[]> {
  const values = [orgId, keys.map((key) => key.kind), keys.map((key) => key.id)];
  return (await rows<RegistryRow>(client, statements.loadRegistry, values)).map((row) => ({
    kind: row.kind,
    id: row.id,
    name: row.name,
    team: row.team,
    pausedMs: row.paused_at,
    pausedUntilMs: row.paused_until,
    pausedFor: pauseCauseOf(row),
    createdMs: row.created_at,
  }));
}

export async function loadCreations(client: pg.Client, orgId: string, day: number): Promise<Map<CreationKind, number>> {
  const found = await rows<{ kind: CreationKind; count: bigint }>(client, statements.loadCreations, [orgId, day]);
  return new Map(found.map((row) => [row.kind, Number(row.count)]));
}

export type CounterName = Pick<Counter, 'budgetId' | 'subject' | 'windowStartMs'>;

export async function loadCounters(
  client: pg.Client,
  orgId: string,
  names: readonly CounterName[],
): Promise<Counter[]> {
  const values = [
    orgId,
    names.map((name) => name.budgetId),
    names.map((name) => name.subject),
    names.map((name) => timestamp(name.windowStartMs)),
  ];
  return (await rows<CounterRow>(client, statements.loadCounters, values)).map(counterOfRow);
}

export interface IdempotencyName {
  readonly operation: string;
  readonly key: string;
}

export interface StoredAnswer extends IdempotencyName {
  readonly requestHash: string;
  readonly status: number;
  readonly body: Buffer;
  readonly sealed: boolean;
}

interface IdempotencyRow {
  operation: string;
  key: string;
  request_hash: string;
  status: number;
  body: Buffer;
  sealed: boolean;
}

export async function loadAnswers(
  client: Pick<pg.Client, 'query'>,
  orgId: string,
  names: readonly IdempotencyName[],
): Promise<StoredAnswer[]> {
  const values = [orgId, names.map((name) => name.operation), names.map((name) => name.key)];
  const found = await client.query<IdempotencyRow>({ ...statements.loadIdempotency, values });
  return found.rows.map((row) => ({ ...row, requestHash: row.request_hash }));
}

export interface ReportedName {
  readonly source: string;
  readonly sourceId: string;
}

export async function loadReported(
  client: pg.Client,
  orgId: string,
  names: readonly ReportedName[],
): Promise<(ReportedName & Seen)[]> {
  const values = [orgId, names.map((name) => name.source), names.map((name) => name.sourceId)];
  const found = await rows<{ source: string; source_id: string; request_hash: string; answer: string }>(
    client,
    statements.loadReported,
    values,
  );
  return found.map((row) => ({
    source: row.source,
    sourceId: row.source_id,
    hash: row.request_hash,
    answer: row.answer,
  }));
}
