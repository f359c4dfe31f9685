import type { Decision, Effects } from '../ledger/effects.ts';
import type { LedgerState } from '../ledger/state.ts';
import { creditLine, walletUnspent, type Wallet } from '../ledger/wallet.ts';
import type { AlertedCaller, AlertEvent } from './alert-event.ts';

/** Alerts of one condition of the wallet have keys that begin alike: credit ends all of them, whichever they are. */
const emptyKeys = 'wallet_empty ';
const lowKeys = 'wallet_low amount ';

/** Credit has ended a condition: every open alert whose key begins with `keyPrefix` is over. */
export interface Recovery {
  readonly type: 'wallet_empty' | 'wallet_low';
  readonly keyPrefix: string;
}

/** The open alerts of a wallet that is low end where its mark is lowered or taken away, too. */
export const lowRecovery: Recovery = { type: 'wallet_low', keyPrefix: lowKeys };

/** A wallet that is below the mark which the org has set; `cause` names once what brought it about. */
export function lowWalletEvent(
  { balance }: Wallet,
  lowBalance: bigint,
  cause: string,
  caller: AlertedCaller,
): AlertEvent {
  return { type: 'wallet_low', dedupeKey: `${lowKeys}${cause}`, balance, lowBalance, ...caller };
}

function afterOf(wallet: Wallet, { wallet: change }: Effects): Wallet {
  return { ...wallet, balance: wallet.balance + (change?.balance ?? 0n), mode: change?.mode ?? wallet.mode };
}

/** Whether a wallet is below its mark. One that holds no credit yet is not low. */
export function isLow({ mode, lowBalance, balance }: Wallet): boolean {
  return mode !== 'postpaid' && lowBalance !== undefined && lowBalance !== null && balance < lowBalance;
}

/**
 * What a change of the wallet tells: that nothing is left, or that it fell below the mark. Each is told when the line is
 * crossed, and again once credit has brought the wallet back above it.
 */
export function walletEvents({ wallet, seq }: LedgerState, effects: Effects, caller: AlertedCaller): AlertEvent[] {
  if (effects.wallet === undefined) return [];
  const after = afterOf(wallet, effects);
  if (after.mode === 'postpaid') return [];
  const events: AlertEvent[] = [];
  const { balance, lowBalance } = after;
  const overdraftLimit = creditLine(after);
  if (lowBalance !== undefined && lowBalance !== null && isLow(after) && !isLow(wallet))
    events.push(lowWalletEvent(after, lowBalance, String(seq + 1), caller));
  if (walletUnspent(wallet) > 0n && walletUnspent(after) <= 0n)
    events.push({ type: 'wallet_empty', dedupeKey: `${emptyKeys}${seq + 1}`, balance, overdraftLimit, ...caller });
  return events;
}

/** Which conditions of the wallet a decision ends, given the state before its effects. */
export function recoveriesOf({ wallet }: LedgerState, { effects }: Decision): readonly Recovery[] {
  if (effects?.wallet === undefined || effects.wallet.balance <= 0n) return [];
  const after = afterOf(wallet, effects);
  const over: Recovery[] = [];
  if (isLow(wallet) && !isLow(after)) over.push(lowRecovery);
  if (walletUnspent(wallet) <= 0n && walletUnspent(after) > 0n)
    over.push({ type: 'wallet_empty', keyPrefix: emptyKeys });
  return over;
}
