import type { Decision } from '../effects.ts';
import type { LedgerState } from '../state.ts';
import { isExpired, type Lot } from './lot.ts';
import { Posting } from './posting.ts';

/** What no open reservation may need of the balance. */
function unneeded({ balance, reserved }: { readonly balance: bigint; readonly reserved: bigint }): bigint {
  return balance > reserved ? balance - reserved : 0n;
}

function expiredLots({ lots, timeMs }: LedgerState): Lot[] {
  if (lots.nextExpiryMs === null || lots.nextExpiryMs > timeMs) return [];
  return lots.inOrder.filter((lot) => isExpired(lot, timeMs));
}

/** Whether anything has expired that can be taken. It costs next to nothing where nothing has. */
export function areLotsDue(state: LedgerState): boolean {
  return unneeded(state.wallet) > 0n && expiredLots(state).length > 0;
}

/**
 * Takes what is left of lots whose time is over, as an entry for each. What open reservations may need stays, for them
 * alone: since nothing else is available then, no other call is admitted on it; when they close, the rest goes. Those
 * that would be drawn last go first, for the reservations would draw the others.
 */
export function decideExpireLots(state: LedgerState): Decision {
  const posting = new Posting(state);
  const { reserved } = state.wallet;
  for (const lot of expiredLots(state).toReversed()) {
    const { remaining, reference } = lot;
    const free = unneeded({ balance: posting.balance, reserved });
    const amount = remaining < free ? remaining : free;
    if (amount > 0n) posting.post({ kind: 'expiry', amount: -amount, reference }, { first: lot });
  }
  const { entries } = posting;
  const outcome = { kind: 'lots-expired' as const, entries };
  if (entries.length === 0) return { outcome, effects: null };
  return { outcome, effects: { entries, ...posting.walletChange(), ...posting.lotChanges() } };
}
