import { closingEffects, findReservation } from './close.ts';
import type { ReleaseCommand } from './commands.ts';
import { refuse, type Decision } from './effects.ts';
import type { LedgerState } from './state.ts';

/** Gives a reservation back: nothing was spent. */
export function decideRelease(state: LedgerState, command: ReleaseCommand): Decision {
  const before = findReservation(state, command);
  if ('code' in before) return refuse(before);
  if (before.state !== 'held') return refuse({ code: 'reservation_not_open', state: before.state });
  const reservation = { ...before, state: 'released' as const, closedMs: state.timeMs };
  return { outcome: { kind: 'released', reservation }, effects: closingEffects(state, before, reservation, []) };
}
