import { refusalOfPause } from '../actions/pause.ts';
import type { Counter } from '../budgets/counter.ts';
import { registryKey } from '../registry/entry.ts';
import { admit, needOf, type Need } from './admit.ts';
import { findReservation } from './close.ts';
import type { ExtendCommand } from './commands.ts';
import { refuse, type Decision } from './effects.ts';
import { counterOf, legsOf, type Leg } from './legs.ts';
import type { Refusal } from './refusal.ts';
import type { Reservation } from './reservation.ts';
import type { LedgerState } from './state.ts';

/** The figures as they would be without the reservation, which is to make room for its own growth. */
function without(state: LedgerState, before: Reservation, inUsd: readonly Leg[]): Parameters<typeof admit>[0] {
  const { amountNanoUsd, walletHeld } = before;
  const counters = inUsd.map((leg): [string, Counter] => {
    const counter = counterOf(state, leg);
    return [leg.key, { ...counter, reserved: counter.reserved - amountNanoUsd }];
  });
  // Only the wallet that holds the reservation is asked for more: one taken while postpaid never touches it.
  const wallet = walletHeld
    ? { ...state.wallet, reserved: state.wallet.reserved - amountNanoUsd }
    : { ...state.wallet, mode: 'postpaid' as const };
  return { counters: new Map(counters), wallet, timeMs: state.timeMs };
}

/**
 * Growing is admitted like reserving the new total in place of the old, so that a total which can never fit is told for
 * good; giving back and waiting longer ask nobody.
 */
function refusalToGrow(state: LedgerState, before: Reservation, legs: readonly Leg[], total: bigint): Refusal | null {
  if (total <= before.amountNanoUsd) return null;
  const agent = state.registry.get(registryKey('agent', before.dimensions.agent));
  const paused = refusalOfPause(agent, state.timeMs);
  if (paused !== null) return paused;
  const run = state.runs.get(before.run);
  if (run !== undefined && run.status !== null) return { code: 'run_finished', run: run.id, status: run.status };
  const inUsd = legs.filter((leg) => leg.limit.unit === 'usd');
  return admit(
    without(state, before, inUsd),
    inUsd,
    { usd: total, tokens: 0n, requests: 0n, concurrent: 0n },
    'reserve',
    { reservationId: before.id },
  );
}

/** Changes an open reservation's time to live, its amount, or both; the windows stay those of its own time. */
export function decideExtend(state: LedgerState, command: ExtendCommand): Decision {
  const before = findReservation(state, command);
  if ('code' in before) return refuse(before);
  if (before.state !== 'held') return refuse({ code: 'reservation_not_open', state: before.state });
  const amountNanoUsd = command.amountNanoUsd ?? before.amountNanoUsd;
  const growth: Need = { usd: amountNanoUsd - before.amountNanoUsd, tokens: 0n, requests: 0n, concurrent: 0n };
  const legs = legsOf(state, { ...before, budgetTimeMs: before.createdMs });
  const refusal = refusalToGrow(state, before, legs, amountNanoUsd);
  if (refusal !== null) return refuse(refusal);
  const expiresMs = command.ttlMs === null ? before.expiresMs : state.timeMs + command.ttlMs;
  const reservation = { ...before, amountNanoUsd, expiresMs };
  const reserved = before.walletHeld ? growth.usd : 0n;
  return {
    outcome: { kind: 'extended', reservation },
    effects: {
      reservation,
      counters: legs.map((leg) => ({
        key: leg.key,
        counter: counterOf(state, leg),
        spent: 0n,
        reserved: needOf(growth, leg.limit),
      })),
      ...(reserved === 0n ? {} : { wallet: { balance: 0n, reserved } }),
    },
  };
}
