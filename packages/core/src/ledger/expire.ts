import { chargesOf } from './charge.ts';
import { closingEffects } from './close.ts';
import type { ExpireCommand } from './commands.ts';
import { refuse, type Decision } from './effects.ts';
import type { LedgerState } from './state.ts';
import { contextOf } from './settle.ts';

/**
 * Closes a reservation whose time is over, as its `on_expiry` says: given back, or charged in full as an estimate that
 * a late settle corrects. One that is no longer open, or was extended meanwhile, is left as it is.
 */
export function decideExpire(state: LedgerState, command: ExpireCommand): Decision {
  const before = state.reservations.get(command.reservationId);
  if (before === undefined) return refuse({ code: 'not_found', what: `reservation ${command.reservationId}` });
  if (before.state !== 'held' || before.expiresMs > state.timeMs) {
    return { outcome: { kind: 'not-due', reservation: before }, effects: null };
  }
  const charges = chargesOf(
    state,
    contextOf(state, before),
    before.onExpiry === 'charge' ? { kind: 'unknown' } : { kind: 'none' },
    [],
  );
  const reservation = {
    ...before,
    state: 'expired' as const,
    closedMs: state.timeMs,
    costNanoUsd: charges.costNanoUsd,
    expiryRecordId: charges.records[0]?.id ?? null,
  };
  return {
    outcome: { kind: 'expired', reservation },
    effects: closingEffects(state, before, reservation, charges.records),
  };
}
