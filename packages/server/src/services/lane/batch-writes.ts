import {
  type AlertEvent,
  type Command,
  type Counter,
  type CounterMove,
  type Effects,
  type LedgerEntry,
  lastsAsLong,
  type LedgerState,
  type Pause,
  type Recovery,
  recordId,
  type Refusal,
  type RegistryEntry,
  type Reservation,
  type Restriction,
  type Run,
  type UsageRecord,
} from '@cofferdam/core';
import type { Change, ChangedBy, RecordedChange } from '../audit/change.ts';
import type { ReservationChange } from '../../store/lane/reservation-row.ts';
import type {
  CreditWrite,
  IdempotencyWrite,
  RefusalWrite,
  RefusedModelWrite,
  ReportedWrite,
  RunStopWrite,
  WriteSet,
} from '../../store/lane/write-set.ts';
import { factsOfRefusal, stopCodes } from '../runs/run-stop.ts';
import { LotWrites } from './lot-writes.ts';

const nilId = '00000000-0000-0000-0000-000000000000';

/** Refusals of spending, which operators want counted; mistakes of the caller are not. */
const countedCodes = new Set<Refusal['code']>([
  'agent_paused',
  'run_finished',
  'model_unpriced',
  'budget_exceeded',
  'run_cap_exceeded',
  'insufficient_credit',
  'rate_limited',
  'budget_in_flight',
]);

function requiredNanoUsd(refusal: Refusal, command: Command): bigint {
  if ('shortfall' in refusal && !('limit' in refusal.shortfall)) return refusal.shortfall.required;
  if ('wallet' in refusal) return refusal.wallet.required;
  if ('shortfall' in refusal && 'limit' in refusal.shortfall && refusal.shortfall.limit.unit === 'usd') {
    return refusal.shortfall.required;
  }
  return command.kind === 'reserve' ? (command.amountNanoUsd ?? 0n) : 0n;
}

/** A run that was refused for good, and what it was told last. */
interface NotedStop {
  readonly run: string;
  readonly limitId: string;
  readonly refusal: Refusal;
  readonly count: bigint;
}

/** A condition that ended in the middle of a batch: alerts that the batch raises later on are not over. */
export interface NotedRecovery extends Recovery {
  readonly by: 'top_up' | 'recovery';
  readonly alertsBefore: number;
}

/** The first of those that last longest: what a batch for each would leave. */
function notePause(pauses: Map<string, Pause>, pause: Pause): void {
  const known = pauses.get(pause.agent);
  if (known === undefined || !lastsAsLong(known.untilMs, pause.untilMs)) pauses.set(pause.agent, pause);
}

/** Gathers what a batch changes, command by command: rows as they were read first, and as they were decided last. */
export class BatchWrites {
  readonly #state: LedgerState;
  readonly #counters = new Set<string>();
  readonly #reservations = new Map<string, { before: Reservation | null; after: Reservation }>();
  readonly #runs = new Map<string, Run>();
  readonly #registered: RegistryEntry[] = [];
  readonly #restrictions: Restriction[] = [];
  readonly #pauses = new Map<string, Pause>();
  readonly #usage: UsageRecord[] = [];
  readonly #entries: LedgerEntry[] = [];
  readonly #lots = new LotWrites();
  readonly #refusals = new Map<string, RefusalWrite>();
  readonly #refusedModels = new Map<string, RefusedModelWrite>();
  readonly #stops = new Map<string, NotedStop>();
  readonly idempotency: IdempotencyWrite[] = [];
  readonly reported: ReportedWrite[] = [];
  readonly credited: CreditWrite[] = [];
  readonly alerts: AlertEvent[] = [];
  readonly recoveries: NotedRecovery[] = [];
  readonly changes: RecordedChange[] = [];
  #created = false;

  readonly #alerted: Set<string>;

  constructor(state: LedgerState, alerted: Set<string>) {
    this.#state = state;
    this.#alerted = alerted;
  }

  /** Called before the effects are applied; what is known to be told is not told again. */
  noteAlerts(events: readonly AlertEvent[]): void {
    for (const event of events) {
      if (this.#alerted.has(event.dedupeKey)) continue;
      this.#alerted.add(event.dedupeKey);
      this.alerts.push(event);
    }
  }

  /** Called before the effects are applied, and before the alerts of the same command are noted. */
  noteRecoveries(recoveries: readonly Recovery[], by: NotedRecovery['by']): void {
    for (const recovery of recoveries) this.recoveries.push({ ...recovery, by, alertsBefore: this.alerts.length });
  }

  /** Called after the effects were applied: the seq is the command's own, so that its rows have the same ids again. */
  noteChange(change: Change | null, by: ChangedBy, index = 0): void {
    if (change === null) return;
    const { timeMs, seq } = this.#state;
    this.changes.push({ ...change, ...by, id: recordId(timeMs, seq, index), timeMs });
  }

  /** Called before the effects are applied, while the state still shows what was read. */
  note(effects: Effects): void {
    for (const move of effects.counters ?? []) this.#noteCounter(move);
    if (effects.reservation !== undefined) this.#noteReservation(effects.reservation);
    for (const run of effects.runs ?? []) this.#runs.set(run.id, run);
    this.#registered.push(...(effects.registered ?? []));
    this.#restrictions.push(...(effects.restrictions ?? []));
    for (const pause of effects.pauses ?? []) notePause(this.#pauses, pause);
    this.#usage.push(...(effects.usage ?? []));
    this.#entries.push(...(effects.entries ?? []));
    if (effects.lots !== undefined) this.#lots.note(effects.lots, (id) => !this.#state.lots.closed.has(id));
    if ((effects.created ?? []).length > 0) this.#created = true;
  }

  /**
   * Every counter that moves is written, even where the batch as a whole leaves it as it was: whether it has a row must
   * not depend on where one batch ended and the next began.
   */
  #noteCounter({ key, spent, reserved, woundDownBy, restraint }: CounterMove): void {
    if (spent === 0n && reserved === 0n && woundDownBy === undefined && restraint === undefined) return;
    this.#counters.add(key);
  }

  #noteReservation(after: Reservation): void {
    const noted = this.#reservations.get(after.id);
    const before = noted === undefined ? (this.#state.reservations.get(after.id) ?? null) : noted.before;
    this.#reservations.set(after.id, { before, after });
  }

  countRefusal(refusal: Refusal, command: Command): void {
    if (!countedCodes.has(refusal.code)) return;
    if (command.kind !== 'reserve' && command.kind !== 'create-run' && command.kind !== 'extend') return;
    const agent =
      command.kind === 'extend'
        ? (this.#state.reservations.get(command.reservationId)?.dimensions.agent ?? '')
        : command.dimensions.agent;
    const limitId = 'shortfall' in refusal && 'limit' in refusal.shortfall ? refusal.shortfall.limit.id : nilId;
    const key = `${refusal.code} ${limitId} ${agent}`;
    const counted = this.#refusals.get(key) ?? { code: refusal.code, agent, limitId, count: 0n, requiredNanoUsd: 0n };
    counted.count += 1n;
    counted.requiredNanoUsd += requiredNanoUsd(refusal, command);
    this.#refusals.set(key, counted);
    this.#noteStop(refusal, command, limitId);
    if (refusal.code === 'model_unpriced') this.#countModel(refusal);
  }

  #countModel({ provider, model }: { readonly provider: string; readonly model: string }): void {
    const key = `${provider}/${model}`;
    const counted = this.#refusedModels.get(key) ?? { provider, model, count: 0n };
    counted.count += 1n;
    this.#refusedModels.set(key, counted);
  }

  /** Of runs that exist only: a name that a caller makes up leaves nothing behind. */
  #noteStop(refusal: Refusal, command: Command, limitId: string): void {
    if (!stopCodes.has(refusal.code)) return;
    const run = this.#runOf(command);
    if (run === null) return;
    const key = `${refusal.code} ${limitId} ${run}`;
    this.#stops.set(key, { run, limitId, refusal, count: (this.#stops.get(key)?.count ?? 0n) + 1n });
  }

  #runOf(command: Command): string | null {
    if (command.kind === 'extend') return this.#state.reservations.get(command.reservationId)?.run ?? null;
    if (command.kind !== 'reserve' || command.run === null) return null;
    const run = this.#state.runs.get(command.run);
    return run === undefined || run.agent !== command.dimensions.agent ? null : run.id;
  }

  #runStops(): RunStopWrite[] {
    return [...this.#stops.values()].map(({ run, limitId, refusal, count }) => ({
      run,
      code: refusal.code,
      limitId,
      count,
      told: JSON.stringify(factsOfRefusal(refusal)),
    }));
  }

  #movedCounters(): Counter[] {
    return [...this.#counters].flatMap((key) => this.#state.counters.get(key) ?? []);
  }

  #changedReservations(): { newReservations: Reservation[]; changedReservations: ReservationChange[] } {
    const newReservations: Reservation[] = [];
    const changedReservations: ReservationChange[] = [];
    for (const { before, after } of this.#reservations.values()) {
      if (before === null) newReservations.push(after);
      else changedReservations.push({ before, after });
    }
    return { newReservations, changedReservations };
  }

  finish(): WriteSet {
    const { creations } = this.#state;
    return {
      ...this.#changedReservations(),
      counters: this.#movedCounters(),
      runs: [...this.#runs.values()],
      registered: this.#registered,
      creations: { day: creations.day, counts: this.#created ? [...creations.counts] : [] },
      usage: this.#usage,
      entries: this.#entries,
      idempotency: this.idempotency,
      reported: this.reported,
      credited: this.credited,
      ...this.#lots.finish(),
      refusals: [...this.#refusals.values()],
      refusedModels: [...this.#refusedModels.values()],
      runStops: this.#runStops(),
      restrictions: this.#restrictions,
      pauses: [...this.#pauses.values()],
    };
  }
}
