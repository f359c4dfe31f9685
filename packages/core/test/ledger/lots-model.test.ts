import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areLotsDue, type Command, type Outcome } from '../../src/ledger/index.ts';
import { expireLots } from './support/commands.ts';
import { lotStories } from './support/lot-stories.ts';
import { NaiveWallet } from './support/naive-wallet.ts';
import { freshState, startMs } from './support/state.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

function verdictOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}

/** What is left of each lot, in the order in which they are drawn. */
function expectSame(ledger: TestLedger, naive: NaiveWallet): void {
  const { wallet, lots } = ledger.state;
  const { balance, reserved, mode, frozen } = wallet;
  expect({ balance: Number(balance), reserved: Number(reserved), mode, frozen }).toEqual({
    balance: naive.balance,
    reserved: naive.reserved,
    mode: naive.mode,
    frozen: naive.frozen,
  });
  const left = lots.inOrder.map(({ reference, remaining }) => `${reference ?? 'given back'} ${remaining}`);
  expect(left).toEqual(naive.inOrder().map(({ name, coins }) => `${name} ${coins}`));
}

/** What the rows say, added up with no thought of how they came about. */
function expectRowsAddUp(ledger: TestLedger): void {
  const { wallet, lots } = ledger.state;
  let balance = 0n;
  for (const entry of ledger.entries) {
    const made = ledger.lots.find(({ id }) => id === entry.id)?.amount ?? 0n;
    const drawn = ledger.draws
      .filter(({ entryId }) => entryId === entry.id)
      .reduce((sum, draw) => sum + draw.amount, 0n);
    const before = balance > 0n ? balance : 0n;
    balance += entry.amount;
    expect(entry.balanceAfter).toBe(balance);
    expect(made - drawn).toBe((balance > 0n ? balance : 0n) - before);
  }
  expect(wallet.balance).toBe(balance);
  for (const lot of ledger.lots) {
    const drawn = ledger.draws.filter(({ lotId }) => lotId === lot.id).reduce((sum, draw) => sum + draw.amount, 0n);
    const left = lots.inOrder.find(({ id }) => id === lot.id)?.remaining ?? 0n;
    expect(left).toBe(lot.amount - drawn);
    expect(left >= 0n && left <= lot.amount).toBe(true);
  }
  const expiries = lots.inOrder.flatMap(({ expiresMs }) => expiresMs ?? []);
  expect(lots.nextExpiryMs).toBe(expiries.length === 0 ? null : Math.min(...expiries));
}

const overdraft = 25;

/** Everything that a story may come to. */
const allEnds = [
  'reserved settled expired not-due recorded credit-moved repeated lots-expired not_found already_settled invalid_request',
  'insufficient_credit budget_in_flight idempotency_mismatch refund_exceeds_unused write_off_exceeds_debt',
].flatMap((line) => line.split(' '));

it('whatever is bought, granted, spent, refunded, disputed and expires, every lot and verdict is that of coins in jars', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(lotStories, (story) => {
      const ledger = ledgerOf(freshState());
      const naive = new NaiveWallet(startMs);
      Object.assign(ledger.state.wallet, { overdraftLimit: BigInt(overdraft) });
      naive.overdraft = overdraft;
      const both = (command: Command): void => {
        const verdict = verdictOf(ledger.do(command));
        expect(verdict).toBe(naive.carryOut(command));
        met.add(verdict);
        expectSame(ledger, naive);
      };
      for (const step of story) {
        if (step.kind === 'pass') {
          ledger.pass(step.ms);
          naive.nowMs += step.ms;
          continue;
        }
        if (step.kind === 'mode') {
          ledger.state.wallet.mode = naive.mode = step.mode;
          continue;
        }
        // The lane takes what has expired before it decides anything.
        if (areLotsDue(ledger.state)) both(expireLots);
        both(step.command);
      }
      expectRowsAddUp(ledger);
    }),
    { numRuns: 500 },
  );
  expect(allEnds.filter((end) => !met.has(end))).toEqual([]);
});
