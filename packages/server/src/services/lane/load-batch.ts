import {
  creationDay,
  creditKey,
  emptyCounter,
  findLot,
  isRetired,
  registryKey,
  reportedKey,
  type Command,
  type LedgerState,
  type Leg,
  type Lot,
} from '@cofferdam/core';
import type pg from 'pg';
import { gatherWrites } from '../../store/connection.ts';
import {
  loadAnswers,
  loadCounters,
  loadCreations,
  loadRegistry,
  loadReported,
  loadReservations,
  loadRuns,
  type StoredAnswer,
} from '../../store/lane/load.ts';
import { loadCredited, loadDraws, loadLots, loadPurchases } from '../../store/lane/load-lots.ts';
import type { Idempotency } from './command.ts';
import {
  counterName,
  countersTouched,
  keyOfCounter,
  keysNamed,
  reservationOfCommand,
  keysOfReservations,
  type NamedKeys,
  type ReservedKeys,
} from './needs.ts';
import type { Snapshot } from './snapshot.ts';

/** Answers already given, by operation and key. */
export type GivenAnswers = Map<string, StoredAnswer>;

export function idempotencyName(operation: string, key: string): string {
  return `${operation} ${key}`;
}

async function fill<T>(wanted: boolean, load: () => Promise<readonly T[]>, put: (row: T) => void): Promise<void> {
  if (!wanted) return;
  for (const row of await load()) put(row);
}

async function loadDay(client: pg.Client, orgId: string, snapshot: Snapshot): Promise<void> {
  if (snapshot.creationsLoaded) return;
  const { creations, timeMs } = snapshot.state;
  const day = creationDay(timeMs);
  const counts = await loadCreations(client, orgId, day);
  creations.day = day;
  creations.counts.clear();
  for (const [kind, count] of counts) creations.counts.set(kind, count);
  snapshot.creationsLoaded = true;
}

async function loadRunsAndRegistry(
  client: pg.Client,
  orgId: string,
  state: LedgerState,
  { runs, registry }: Pick<ReservedKeys, 'runs' | 'registry'>,
): Promise<void> {
  await Promise.all([
    fill(
      runs.size > 0,
      () => loadRuns(client, orgId, [...runs]),
      (row) => state.runs.set(row.id, row),
    ),
    fill(
      registry.size > 0,
      () => loadRegistry(client, orgId, [...registry.values()]),
      (row) => state.registry.set(registryKey(row.kind, row.id), row),
    ),
  ]);
}

async function loadNamed(client: pg.Client, orgId: string, state: LedgerState, keys: NamedKeys): Promise<void> {
  await Promise.all([
    fill(
      keys.reservations.size > 0,
      () => loadReservations(client, orgId, [...keys.reservations]),
      (row) => state.reservations.set(row.id, row),
    ),
    loadRunsAndRegistry(client, orgId, state, keys),
    fill(
      keys.reported.length > 0,
      () => loadReported(client, orgId, keys.reported),
      (row) => state.reported.set(reportedKey(row.source, row.sourceId), row),
    ),
    loadNamedCredit(client, orgId, state, keys),
  ]);
}

/** A lot that is named and not among the open ones has nothing left. */
function rememberLot({ lots }: LedgerState, lot: Lot): void {
  if (findLot(lots, lot.id) === undefined) lots.closed.set(lot.id, lot);
}

async function loadNamedCredit(client: pg.Client, orgId: string, state: LedgerState, keys: NamedKeys): Promise<void> {
  await Promise.all([
    fill(
      keys.credited.length > 0,
      () => loadCredited(client, orgId, keys.credited),
      (row) => state.credited.set(creditKey(row.kind, row.reference), row),
    ),
    fill(
      keys.lots.size > 0,
      () => loadLots(client, orgId, [...keys.lots]),
      (lot) => rememberLot(state, lot),
    ),
    fill(
      keys.purchases.size > 0,
      () => loadPurchases(client, orgId, [...keys.purchases]),
      ({ topUp, lot }) => {
        state.lots.purchases.set(topUp, lot.id);
        rememberLot(state, lot);
      },
    ),
  ]);
}

async function loadTakenBack(
  client: pg.Client,
  orgId: string,
  state: LedgerState,
  entries: Set<string>,
): Promise<void> {
  await fill(
    entries.size > 0,
    () => loadDraws(client, orgId, [...entries]),
    ({ draw, lot }) => {
      rememberLot(state, lot);
      state.lots.draws.set(draw.entryId, [...(state.lots.draws.get(draw.entryId) ?? []), draw]);
    },
  );
}

async function loadGiven(client: pg.Client, orgId: string, keys: readonly Idempotency[]): Promise<GivenAnswers> {
  if (keys.length === 0) return new Map();
  const answers = await loadAnswers(client, orgId, keys);
  return new Map(answers.map((answer) => [idempotencyName(answer.operation, answer.key), answer]));
}

/**
 * A counter without a row is at zero; but where retention may have taken the row away, the counter is gone, and must
 * not look as if it were there.
 */
function rememberAbsent({ state, absent }: Snapshot, leg: Leg): void {
  const isRetiredAt = (timeMs: number): boolean => isRetired(leg.limit.window, leg.window, timeMs);
  if (isRetiredAt(state.timeMs)) return;
  state.counters.set(leg.key, emptyCounter(leg));
  if (isRetiredAt(Number.POSITIVE_INFINITY)) absent.set(leg.key, leg);
}

async function loadMissingCounters(
  client: pg.Client,
  orgId: string,
  snapshot: Snapshot,
  commands: readonly Command[],
): Promise<void> {
  const { state, counted, touched } = snapshot;
  const missing = countersTouched(state, counted, commands);
  for (const command of commands) {
    const reservation = reservationOfCommand(command);
    if (reservation === null) continue;
    counted.add(reservation);
    touched.add(reservation);
  }
  if (missing.size === 0) return;
  for (const counter of await loadCounters(client, orgId, [...missing.values()].map(counterName))) {
    const key = keyOfCounter(counter);
    state.counters.set(key, counter);
    missing.delete(key);
  }
  for (const leg of missing.values()) rememberAbsent(snapshot, leg);
}

/**
 * Reads, under the lane's lock, everything that the commands name and the snapshot does not hold, in at most three
 * round trips: what they name, then what loaded reservations name, then the counters of all of them.
 */
export async function loadBatch(
  client: pg.Client,
  orgId: string,
  snapshot: Snapshot,
  commands: readonly Command[],
  idempotency: readonly Idempotency[],
): Promise<GivenAnswers> {
  const { state } = snapshot;
  const keys = keysNamed(state, commands);
  for (const id of keys.reservations) snapshot.touched.add(id);
  gatherWrites(client);
  const [given] = await Promise.all([
    loadGiven(client, orgId, idempotency),
    loadDay(client, orgId, snapshot),
    loadNamed(client, orgId, state, keys),
  ]);
  const reserved = keysOfReservations(state, commands);
  await Promise.all([
    loadRunsAndRegistry(client, orgId, state, reserved),
    loadTakenBack(client, orgId, state, reserved.charges),
  ]);
  await loadMissingCounters(client, orgId, snapshot, commands);
  return given;
}
