import {
  type Command,
  counterKey,
  type Dimensions,
  legsOf,
  type Leg,
  type LedgerState,
  registryKey,
  type RegistryEntry,
  reportedKey,
  type Spending,
  type UsageReport,
  withRegisteredTeam,
} from '@cofferdam/core';
import type { CounterName, RegistryKey, ReportedName } from '../../store/lane/load.ts';

/** The keys that commands name, before anything is loaded. */
export interface NamedKeys {
  readonly reservations: Set<string>;
  readonly runs: Set<string>;
  readonly registry: Map<string, RegistryKey>;
  readonly reported: ReportedName[];
  readonly topUps: string[];
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const registryKinds: readonly RegistryEntry['kind'][] = ['agent', 'workflow', 'connection', 'user', 'team'];

function nameLabels(keys: NamedKeys, state: LedgerState, dimensions: Dimensions): void {
  for (const kind of registryKinds) {
    const id = dimensions[kind];
    if (id === null) continue;
    const key = registryKey(kind, id);
    if (!state.registry.has(key)) keys.registry.set(key, { kind, id });
  }
}

function nameRun(keys: NamedKeys, state: LedgerState, run: string | null): void {
  if (run === null || state.runs.has(run)) return;
  keys.runs.add(run);
  // A call without a run was a run under its reservation's id, which binds that id to its agent.
  if (uuidForm.test(run)) keys.reservations.add(run);
}

function nameCommand(keys: NamedKeys, state: LedgerState, command: Command): void {
  switch (command.kind) {
    case 'reserve':
    case 'create-run':
      nameLabels(keys, state, command.dimensions);
      nameRun(keys, state, command.kind === 'reserve' ? command.run : command.id);
      nameRun(keys, state, command.parentRun);
      return;
    case 'record':
      for (const usage of command.usage) {
        nameLabels(keys, state, usage.dimensions);
        nameRun(keys, state, usage.run);
        nameRun(keys, state, usage.parentRun);
        keys.reported.push({ source: usage.source, sourceId: usage.sourceId });
      }
      return;
    case 'finish-run':
      nameRun(keys, state, command.run);
      return;
    case 'top-up':
      keys.topUps.push(command.reference);
      return;
    default:
      if (!state.reservations.has(command.reservationId)) keys.reservations.add(command.reservationId);
  }
}

/** What the commands name that the state does not hold yet. */
export function keysNamed(state: LedgerState, commands: readonly Command[]): NamedKeys {
  const keys: NamedKeys = { reservations: new Set(), runs: new Set(), registry: new Map(), reported: [], topUps: [] };
  for (const command of commands) nameCommand(keys, state, command);
  keys.reported.splice(
    0,
    keys.reported.length,
    ...keys.reported.filter((one) => !state.reported.has(reportedKey(one.source, one.sourceId))),
  );
  return keys;
}

/** The runs on the paths of reservations that are not loaded; a run that is just its own reservation has no row. */
export function runsOfReservations(state: LedgerState, commands: readonly Command[]): Set<string> {
  const runs = new Set<string>();
  for (const command of commands) {
    if (!('reservationId' in command)) continue;
    const reservation = state.reservations.get(command.reservationId);
    if (reservation === undefined || (reservation.runPath.length === 1 && reservation.run === reservation.id)) continue;
    if (reservation.runPath.some((run) => !state.runs.has(run))) runs.add(reservation.run);
  }
  return runs;
}

/** Paths of runs as the batch will make them: a later command may join a run that an earlier one creates. */
class Paths {
  readonly #state: LedgerState;
  readonly #made = new Map<string, readonly string[]>();

  constructor(state: LedgerState) {
    this.#state = state;
  }

  join(run: string, parent: string | null): readonly string[] {
    const known = this.#state.runs.get(run)?.path ?? this.#made.get(run);
    if (known !== undefined) return known;
    const path =
      parent === null ? [run] : [run, ...(this.#state.runs.get(parent)?.path ?? this.#made.get(parent) ?? [parent])];
    this.#made.set(run, path);
    return path;
  }
}

interface Touched {
  readonly dimensions: Dimensions;
  readonly runPath: readonly string[];
  readonly budgetTimeMs: number;
}

function spentOn(dimensions: Dimensions, spending: Spending): Dimensions[] {
  if (spending.kind !== 'attempts') return [dimensions];
  return [dimensions, ...spending.attempts.map(({ provider, model }) => ({ ...dimensions, provider, model }))];
}

function touchedByReport(state: LedgerState, paths: Paths, usage: UsageReport): Touched[] {
  const runPath = usage.run === null ? [] : paths.join(usage.run, usage.parentRun);
  const budgetTimeMs = usage.timeMs ?? state.timeMs;
  const own = usage.run === null && usage.parentRun !== null ? paths.join(usage.parentRun, null) : runPath;
  return spentOn(withRegisteredTeam(state, usage.dimensions), usage.spending).map((dimensions) => ({
    dimensions,
    runPath: own,
    budgetTimeMs,
  }));
}

function touchedBy(state: LedgerState, paths: Paths, command: Command): Touched[] {
  if (command.kind === 'top-up' || command.kind === 'finish-run') return [];
  if (command.kind === 'record') return command.usage.flatMap((usage) => touchedByReport(state, paths, usage));
  if (command.kind === 'reserve' || command.kind === 'create-run') {
    const run = command.kind === 'reserve' ? (command.run ?? command.id) : command.id;
    const dimensions = withRegisteredTeam(state, command.dimensions);
    return [{ dimensions, runPath: paths.join(run, command.parentRun), budgetTimeMs: state.timeMs }];
  }
  const reservation = state.reservations.get(command.reservationId);
  if (reservation === undefined) return [];
  const spending: Spending = command.kind === 'settle' ? command.spending : { kind: 'none' };
  return spentOn(reservation.dimensions, spending).map((dimensions) => ({
    dimensions,
    runPath: reservation.runPath,
    budgetTimeMs: reservation.createdMs,
  }));
}

/** Every counter that the commands may touch and the state does not hold, by key. */
export function countersTouched(state: LedgerState, commands: readonly Command[]): Map<string, Leg> {
  const paths = new Paths(state);
  const missing = new Map<string, Leg>();
  for (const command of commands) {
    for (const touched of touchedBy(state, paths, command)) {
      for (const leg of legsOf(state, { ...touched, run: touched.runPath[0] ?? '' })) {
        if (!state.counters.has(leg.key)) missing.set(leg.key, leg);
      }
    }
  }
  return missing;
}

export function counterName(leg: Leg): CounterName {
  return { budgetId: leg.limit.id, subject: leg.subject, windowStartMs: leg.window.startMs };
}

export function keyOfCounter(name: CounterName): string {
  return counterKey(name.budgetId, name.subject, name.windowStartMs);
}
