import type { TopUpCommand } from './commands.ts';
import { refuse, type Decision } from './effects.ts';
import { recordId } from './record-id.ts';
import type { LedgerState } from './state.ts';
import type { LedgerEntry } from './wallet.ts';

/** Adds purchased credit, once for each reference; the first purchase makes a postpaid org prepaid. */
export function decideTopUp(state: LedgerState, command: TopUpCommand): Decision {
  const seen = state.topUps.get(command.reference);
  if (seen !== undefined) {
    if (seen.hash === command.hash) return { outcome: { kind: 'repeated', answers: [seen.answer] }, effects: null };
    return refuse({
      code: 'idempotency_mismatch',
      detail: `reference ${command.reference} was used for another top-up`,
    });
  }
  const mode = state.wallet.mode === 'postpaid' ? 'prepaid' : state.wallet.mode;
  const balance = state.wallet.balance + command.amountNanoUsd;
  const seq = state.seq + 1;
  const entry: LedgerEntry = {
    id: recordId(state.timeMs, seq, 0),
    seq,
    kind: 'top_up',
    amount: command.amountNanoUsd,
    balanceAfter: balance,
    timeMs: state.timeMs,
    usageRecordId: null,
    reservationId: null,
    reference: command.reference,
  };
  return {
    outcome: { kind: 'topped-up', entry, wallet: { ...state.wallet, mode, balance } },
    effects: {
      entries: [entry],
      wallet: { balance: command.amountNanoUsd, reserved: 0n, mode },
      topUp: { reference: command.reference, hash: command.hash },
    },
  };
}
