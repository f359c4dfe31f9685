import { needOf } from './admit.ts';
import { needFor } from './amounts.ts';
import { movesOfRecord, postRecords } from './charge.ts';
import type { CounterMove, Effects } from './effects.ts';
import { counterOf, legsOf } from './legs.ts';
import type { Refusal } from './refusal.ts';
import type { Reservation, ReservationOrigin } from './reservation.ts';
import type { LedgerState } from './state.ts';
import type { UsageRecord } from './usage-record.ts';

export interface ReservationRequest {
  readonly reservationId: string;
  readonly origin: ReservationOrigin;
  readonly onlyAgent: string | null;
}

/**
 * The reservation that a caller may act on. One of another agent, or made by another origin, is told exactly like one
 * that does not exist.
 */
export function findReservation(state: LedgerState, request: ReservationRequest): Reservation | Refusal {
  const reservation = state.reservations.get(request.reservationId);
  const mine =
    reservation !== undefined &&
    reservation.origin === request.origin &&
    (request.onlyAgent === null || reservation.dimensions.agent === request.onlyAgent);
  return mine ? reservation : { code: 'not_found', what: `reservation ${request.reservationId}` };
}

/** Closed without a charge: given back, or over before anybody said what was used. */
function isUnspent({ state, onExpiry }: Reservation): boolean {
  return state === 'released' || (state === 'expired' && onExpiry === 'release');
}

/**
 * What closing a reservation frees in each counter that it holds; where it holds nothing, none is made. An allowance
 * that it took is given back with it where nothing was spent.
 */
function freed(state: LedgerState, reservation: Reservation, after: Reservation): CounterMove[] {
  const need = needFor({ usd: reservation.amountNanoUsd, tokens: reservation.tokens });
  const moves: CounterMove[] = [];
  for (const leg of legsOf(state, { ...reservation, budgetTimeMs: reservation.createdMs })) {
    const held = needOf(need, leg.limit);
    const counter = counterOf(state, leg);
    const move = { key: leg.key, counter, spent: 0n, reserved: -held };
    if (counter.woundDownBy === reservation.id && isUnspent(after)) moves.push({ ...move, woundDownBy: null });
    else if (held !== 0n) moves.push(move);
  }
  return moves;
}

/**
 * The effects of closing a reservation with these charges: what it held is free again, what was used is booked in
 * full. One that is closed already holds nothing.
 */
export function closingEffects(
  state: LedgerState,
  before: Reservation,
  after: Reservation,
  records: readonly UsageRecord[],
): Effects {
  const isOpen = before.state === 'held';
  const posting = postRecords(state, records);
  const reserved = isOpen && before.walletHeld ? -before.amountNanoUsd : 0n;
  const booked = records.flatMap((record) => movesOfRecord(state, record, before.runPath));
  return {
    reservation: after,
    counters: isOpen ? [...freed(state, before, after), ...booked] : booked,
    ...posting.walletChange({ reserved }),
    ...posting.lotChanges(),
    usage: records,
    entries: posting.entries,
  };
}
