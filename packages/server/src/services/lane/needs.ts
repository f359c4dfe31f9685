import {
  canonicalLabels,
  canonicalModel,
  type Command,
  counterKey,
  type CreditCommand,
  type Dimensions,
  legsOf,
  type Leg,
  type LedgerState,
  registryKey,
  type RegistryEntry,
  reportedKey,
  type Reservation,
  type ReserveCommand,
  type Spending,
  type UsageReport,
} from '@cofferdam/core';
import type { CreditName } from '../../store/lane/load-lots.ts';
import type { CounterName, RegistryKey, ReportedName } from '../../store/lane/load.ts';

/** The keys that commands name, before anything is loaded. */
export interface NamedKeys {
  readonly reservations: Set<string>;
  readonly runs: Set<string>;
  readonly registry: Map<string, RegistryKey>;
  readonly reported: ReportedName[];
  readonly credited: CreditName[];
  readonly lots: Set<string>;
  /** Purchases, by the references of their top-ups. */
  readonly purchases: Set<string>;
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

function nameCredit(keys: NamedKeys, command: CreditCommand): void {
  keys.credited.push({ kind: command.kind, reference: command.reference });
  if (command.kind !== 'refund-credit' && command.kind !== 'claw-back') return;
  const { purchase } = command;
  if (purchase === null) return;
  if ('lotId' in purchase) keys.lots.add(purchase.lotId);
  else keys.purchases.add(purchase.topUp);
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
    case 'settle':
    case 'release':
    case 'extend':
    case 'expire':
      if (!state.reservations.has(command.reservationId)) keys.reservations.add(command.reservationId);
      return;
    case 'expire-lots':
      return;
    case 'top-up':
    case 'grant-credit':
    case 'refund-credit':
    case 'claw-back':
    case 'reinstate-credit':
    case 'adjust-credit':
    case 'write-off':
      nameCredit(keys, command);
  }
}

/** What the commands name that the state does not hold yet. */
export function keysNamed(state: LedgerState, commands: readonly Command[]): NamedKeys {
  const keys: NamedKeys = {
    reservations: new Set(),
    runs: new Set(),
    registry: new Map(),
    reported: [],
    credited: [],
    lots: new Set(),
    purchases: new Set(),
  };
  for (const command of commands) nameCommand(keys, state, command);
  keys.reported.splice(
    0,
    keys.reported.length,
    ...keys.reported.filter((one) => !state.reported.has(reportedKey(one.source, one.sourceId))),
  );
  return keys;
}

/** What reservations name that is not loaded: the runs on their paths, and for an extension whose agent it is. */
export interface ReservedKeys {
  readonly runs: Set<string>;
  readonly registry: Map<string, RegistryKey>;
  /** Charges that an expiry booked and the commands may take back: what they drew. */
  readonly charges: Set<string>;
}

/** A run that is just its own reservation has no row, unless something joined it since. */
function isOwnRun(reservation: Reservation): boolean {
  return reservation.runPath.length === 1 && reservation.run === reservation.id;
}

export function keysOfReservations(state: LedgerState, commands: readonly Command[]): ReservedKeys {
  const keys: ReservedKeys = { runs: new Set(), registry: new Map(), charges: new Set() };
  for (const command of commands) {
    const reservation = 'reservationId' in command ? state.reservations.get(command.reservationId) : undefined;
    if (reservation === undefined) continue;
    const isExtension = command.kind === 'extend';
    const { runPath, run, dimensions, expiryRecordId } = reservation;
    if (command.kind === 'settle' && expiryRecordId !== null && reservation.walletHeld)
      keys.charges.add(expiryRecordId);
    if ((isExtension || !isOwnRun(reservation)) && runPath.some((one) => !state.runs.has(one))) keys.runs.add(run);
    const agent = registryKey('agent', dimensions.agent);
    // An extension is admitted anew: a paused agent may be remembered no longer, while its reservation was read again.
    if (isExtension && !state.registry.has(agent)) keys.registry.set(agent, { kind: 'agent', id: dimensions.agent });
  }
  return keys;
}

/**
 * The runs that a command may count towards. A run that does not exist yet may be made by any of the batch's commands
 * that name it, each under a parent of its own, and which of them succeeds is not known yet: all their parents count.
 */
class Paths {
  readonly #state: LedgerState;
  readonly #made = new Map<string, Set<string>>();

  constructor(state: LedgerState) {
    this.#state = state;
  }

  join(run: string, parent: string | null): readonly string[] {
    const known = this.#state.runs.get(run)?.path;
    if (known !== undefined) return known;
    const path = this.#made.get(run) ?? new Set([run]);
    this.#made.set(run, path);
    if (parent !== null && parent !== run) for (const above of this.join(parent, null)) path.add(above);
    return [...path];
  }
}

interface Touched {
  readonly dimensions: Dimensions;
  readonly runPath: readonly string[];
  readonly budgetTimeMs: number;
}

/** The labels of attempts on another model than the call's own. */
function otherModels(state: LedgerState, dimensions: Dimensions, spending: Spending): Dimensions[] {
  if (spending.kind !== 'attempts') return [];
  return spending.attempts.flatMap(({ provider, model: name }) => {
    const model = canonicalModel(state, provider, name);
    return provider === dimensions.provider && model === dimensions.model ? [] : [{ ...dimensions, provider, model }];
  });
}

function touchedByReport(state: LedgerState, paths: Paths, usage: UsageReport): Touched[] {
  const runPath = usage.run === null ? [] : paths.join(usage.run, usage.parentRun);
  const budgetTimeMs = usage.timeMs ?? state.timeMs;
  const own = usage.run === null && usage.parentRun !== null ? paths.join(usage.parentRun, null) : runPath;
  const named = canonicalLabels(state, usage.dimensions);
  return [named, ...otherModels(state, named, usage.spending)].map((dimensions) => ({
    dimensions,
    runPath: own,
    budgetTimeMs,
  }));
}

/** The labels under the models that a refusal may offer instead; they matter only where a budget tells models apart. */
function alternativesOf(state: LedgerState, dimensions: Dimensions, command: ReserveCommand): Dimensions[] {
  const { alternatives = [] } = command;
  const isAsked = alternatives.length > 0 && state.budgets.some((one) => one.per === 'model' || one.match.model);
  return isAsked ? alternatives.map((model) => ({ ...dimensions, model })) : [];
}

type Reserved = Pick<Reservation, 'dimensions' | 'runPath' | 'createdMs'>;

/** The batch as far as it is known before anything is decided: runs and reservations that it may make. */
interface Foreseen {
  readonly paths: Paths;
  readonly reservations: Map<string, Reserved>;
  /** Reservations whose own counters are in the state already. */
  readonly counted: ReadonlySet<string>;
}

function touchedByReservation(state: LedgerState, reserved: Reserved, command: Command, isCounted: boolean): Touched[] {
  const { dimensions: own, runPath, createdMs: budgetTimeMs } = reserved;
  const others = command.kind === 'settle' ? otherModels(state, own, command.spending) : [];
  return (isCounted ? others : [own, ...others]).map((dimensions) => ({ dimensions, runPath, budgetTimeMs }));
}

function touchedBy(state: LedgerState, foreseen: Foreseen, command: Command): Touched[] {
  const { paths, reservations } = foreseen;
  if (command.kind === 'finish-run') return [];
  if (command.kind === 'record') return command.usage.flatMap((usage) => touchedByReport(state, paths, usage));
  if (command.kind === 'reserve' || command.kind === 'create-run') {
    const run = command.kind === 'reserve' ? (command.run ?? command.id) : command.id;
    const dimensions = canonicalLabels(state, command.dimensions);
    const runPath = paths.join(run, command.parentRun);
    if (command.kind === 'reserve') reservations.set(command.id, { dimensions, runPath, createdMs: state.timeMs });
    const others = command.kind === 'reserve' ? alternativesOf(state, dimensions, command) : [];
    return [dimensions, ...others].map((one) => ({ dimensions: one, runPath, budgetTimeMs: state.timeMs }));
  }
  if (!('reservationId' in command)) return [];
  const reserved = state.reservations.get(command.reservationId) ?? reservations.get(command.reservationId);
  if (reserved === undefined) return [];
  return touchedByReservation(state, reserved, command, foreseen.counted.has(command.reservationId));
}

/**
 * Every counter that the commands may touch and the state does not hold, by key. `counted` names the reservations whose
 * own counters are known to be there.
 */
export function countersTouched(
  state: LedgerState,
  counted: ReadonlySet<string>,
  commands: readonly Command[],
): Map<string, Leg> {
  const foreseen = { paths: new Paths(state), reservations: new Map<string, Reserved>(), counted };
  const missing = new Map<string, Leg>();
  for (const command of commands) {
    for (const touched of touchedBy(state, foreseen, command)) {
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

/** The reservation that a command makes or acts on. */
export function reservationOfCommand(command: Command): string | null {
  if (command.kind === 'reserve') return command.id;
  return 'reservationId' in command ? command.reservationId : null;
}
