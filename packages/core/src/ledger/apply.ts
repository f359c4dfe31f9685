import { type Pause, withPause } from '../actions/pause.ts';
import type { Counter } from '../budgets/counter.ts';
import { creationDay, registryKey } from '../registry/entry.ts';
import { putLot } from './credit/lot.ts';
import type { CounterMove, Effects } from './effects.ts';
import type { LedgerState } from './state.ts';

function applyMove(counters: Map<string, Counter>, move: CounterMove): void {
  let counter = counters.get(move.key);
  if (counter === undefined) {
    counter = { ...move.counter, spent: 0n, reserved: 0n };
    counters.set(move.key, counter);
  }
  counter.spent += move.spent;
  counter.reserved += move.reserved;
  if (move.woundDownBy !== undefined) counter.woundDownBy = move.woundDownBy;
  if (move.restraint !== undefined) counter.restraint = move.restraint;
}

/** An agent that is not loaded is not asked for in this batch. */
function applyPause({ registry }: LedgerState, pause: Pause): void {
  const key = registryKey('agent', pause.agent);
  const entry = registry.get(key);
  if (entry !== undefined) registry.set(key, withPause(entry, pause));
}

function countCreations(state: LedgerState, effects: Effects): void {
  if (effects.created === undefined || effects.created.length === 0) return;
  const day = creationDay(state.timeMs);
  if (state.creations.day !== day) {
    state.creations.day = day;
    state.creations.counts.clear();
  }
  for (const kind of effects.created) {
    state.creations.counts.set(kind, (state.creations.counts.get(kind) ?? 0) + 1);
  }
}

function applyLots({ lots }: LedgerState, { opened, changed, draws }: NonNullable<Effects['lots']>): void {
  for (const lot of [...opened, ...changed]) putLot(lots, lot);
  for (const { id, source, reference } of opened) {
    if (source === 'purchase' && reference !== null) lots.purchases.set(reference, id);
  }
  for (const draw of draws) lots.draws.set(draw.entryId, [...(lots.draws.get(draw.entryId) ?? []), draw]);
}

/**
 * Makes a decision's changes on the working state, so that the next command of the batch sees them, and advances the
 * org's seq by one: each effective command has a seq of its own.
 */
export function apply(state: LedgerState, effects: Effects): void {
  state.seq += 1;
  for (const move of effects.counters ?? []) applyMove(state.counters, move);
  if (effects.reservation !== undefined) state.reservations.set(effects.reservation.id, effects.reservation);
  if (effects.wallet !== undefined) {
    state.wallet.balance += effects.wallet.balance;
    state.wallet.reserved += effects.wallet.reserved;
    state.wallet.mode = effects.wallet.mode ?? state.wallet.mode;
    state.wallet.purchased = effects.wallet.purchased ?? state.wallet.purchased;
    state.wallet.frozen = effects.wallet.frozen ?? state.wallet.frozen;
  }
  if (effects.lots !== undefined) applyLots(state, effects.lots);
  for (const run of effects.runs ?? []) state.runs.set(run.id, run);
  for (const entry of effects.registered ?? []) state.registry.set(registryKey(entry.kind, entry.id), entry);
  for (const pause of effects.pauses ?? []) applyPause(state, pause);
  countCreations(state, effects);
}
