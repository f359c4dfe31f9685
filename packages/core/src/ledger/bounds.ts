import type { Command } from './commands.ts';
import { refuse, type Decision, type Effects } from './effects.ts';
import type { LedgerState } from './state.ts';

/** A stored figure is a signed 64-bit integer: 9.2 billion USD in nano-USD. */
const largestFigure = 2n ** 63n - 1n;

function isStorable(figure: bigint): boolean {
  return figure <= largestFigure && figure >= -largestFigure;
}

function isEffectStorable(state: LedgerState, effects: Effects): boolean {
  const { balance = 0n, reserved = 0n } = effects.wallet ?? {};
  if (!isStorable(state.wallet.balance + balance) || !isStorable(state.wallet.reserved + reserved)) return false;
  const spent = new Map<string, bigint>();
  for (const move of effects.counters ?? []) {
    const total = (spent.get(move.key) ?? move.counter.spent) + move.spent;
    spent.set(move.key, total);
    if (!isStorable(total) || !isStorable(move.counter.reserved + move.reserved)) return false;
  }
  return true;
}

function amountField(command: Command): string {
  return command.kind === 'settle' || command.kind === 'record' ? 'cost_usd' : 'amount_usd';
}

/**
 * Refuses what would take a figure past what can be stored. Nobody spends that much, but somebody may send it, and an
 * error of the database in the middle of a batch would be everybody's.
 */
export function withinBounds(state: LedgerState, command: Command, decision: Decision): Decision {
  if (decision.effects === null || isEffectStorable(state, decision.effects)) return decision;
  const field = amountField(command);
  return refuse({ code: 'invalid_request', field, detail: 'would take a total past 9,223,372,036 USD' });
}
