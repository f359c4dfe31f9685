import { chargesOf, type ChargeContext, type Charges } from './charge.ts';
import { closingEffects, findReservation } from './close.ts';
import type { SettleCommand } from './commands.ts';
import { corrected } from './correction.ts';
import { refuse, type Decision } from './effects.ts';
import type { Reservation } from './reservation.ts';
import type { LedgerState } from './state.ts';
import type { UsageRecord } from './usage-record.ts';

export function contextOf(state: LedgerState, reservation: Reservation): ChargeContext {
  return {
    dimensions: reservation.dimensions,
    run: reservation.run,
    runPath: reservation.runPath,
    timeMs: state.timeMs,
    budgetTimeMs: reservation.createdMs,
    reservationId: reservation.id,
    source: null,
    sourceId: null,
    prepaid: reservation.walletHeld,
    late: reservation.state !== 'held',
    fingerprint: null,
    fallback: { costNanoUsd: reservation.amountNanoUsd, tokens: reservation.tokens ?? 0 },
    firstIndex: 0,
  };
}

function settledReservation(
  state: LedgerState,
  command: SettleCommand,
  before: Reservation,
  cost: bigint | null,
): Reservation {
  return { ...before, state: 'settled', closedMs: state.timeMs, costNanoUsd: cost, settleHash: command.hash };
}

/** Above the reservation: booked in full all the same, and flagged on each record. */
function withOverage(records: readonly UsageRecord[], overage: boolean): readonly UsageRecord[] {
  return overage ? records.map((record) => ({ ...record, overage })) : records;
}

function settle(state: LedgerState, command: SettleCommand, before: Reservation, charges: Charges): Decision {
  const { costNanoUsd, estimated, unpriced } = charges;
  const overage = costNanoUsd !== null && costNanoUsd > before.amountNanoUsd;
  const records = withOverage(corrected(state, before, charges.records), overage);
  const reservation = settledReservation(state, command, before, costNanoUsd);
  const late = before.state !== 'held';
  return {
    outcome: { kind: 'settled', settlement: { reservation, records, costNanoUsd, overage, late, estimated, unpriced } },
    effects: closingEffects(state, before, reservation, records),
  };
}

/**
 * Replaces a reservation by the true cost. Exactly once: the same settle again gets its answer, another is refused.
 * In full: never refused or clipped for its amount, nor for coming late.
 */
export function decideSettle(state: LedgerState, command: SettleCommand): Decision {
  const before = findReservation(state, command);
  if ('code' in before) return refuse(before);
  if (before.state === 'settled') {
    const isRepeat = before.settleHash === command.hash && before.settleAnswer !== null;
    if (!isRepeat) return refuse({ code: 'already_settled', state: before.state });
    return { outcome: { kind: 'repeated', answers: [before.settleAnswer] }, effects: null };
  }
  const context = { ...contextOf(state, before), fingerprint: command.fingerprint ?? null };
  return settle(state, command, before, chargesOf(state, context, command.spending, command.tools));
}
