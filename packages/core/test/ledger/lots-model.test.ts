import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areLotsDue, type Command, type LedgerState, type Outcome } from '../../src/ledger/index.ts';
import {
  adjust,
  clawBack,
  expire,
  expireLots,
  grantCredit,
  record,
  refundCredit,
  reinstate,
  report,
  reserve,
  settle,
  topUp,
  writeOff,
} from './support/commands.ts';
import { NaiveWallet } from './support/naive-wallet.ts';
import { dayMs, freshState, startMs } from './support/state.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

type Step =
  | { readonly command: (made: number, index: number) => Command }
  | { readonly ms: number }
  | { readonly mode: Mode };
type Mode = LedgerState['wallet']['mode'];

const amount = fc.bigInt(1n, 30n);
const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const expiry = fc.option(
  fc.constantFrom(0, 1, 2).map((days) => startMs + days * dayMs),
  { freq: 2 },
);
const whose = fc.option(
  names.map((name) => ({ topUp: name })),
  { freq: 3 },
);
const latest = fc.nat({ max: 3 });

function commands<T extends unknown[]>(make: (...args: T) => Command, ...from: { [i in keyof T]: fc.Arbitrary<T[i]> }) {
  return fc.tuple(...from).map((args) => ({ command: () => make(...(args as unknown as T)) }));
}

const reserves = fc
  .tuple(
    fc.bigInt(0n, 30n),
    fc.constantFrom(1, dayMs, 3 * dayMs),
    fc.constantFrom('release' as const, 'charge' as const),
  )
  .map(([held, ttlMs, onExpiry]) => ({ command: (made: number) => reserve(`r${made}`, held, { ttlMs, onExpiry }) }));

const closings = fc.oneof(
  fc.tuple(latest, fc.bigInt(0n, 40n)).map(
    ([back, cost]) =>
      (made: number) =>
        settle(`r${Math.max(0, made - back)}`, cost),
  ),
  latest.map((back) => (made: number) => expire(`r${Math.max(0, made - back)}`)),
);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: reserves },
  { weight: 8, arbitrary: closings.map((command) => ({ command })) },
  { weight: 3, arbitrary: commands((a, n, expiresMs) => topUp(a, n, { expiresMs }), amount, names, expiry) },
  {
    weight: 3,
    arbitrary: commands(
      (a, n, priority, expiresMs) => grantCredit(a, n, { priority, expiresMs }),
      amount,
      names,
      fc.constantFrom(0, 50, 100, 200),
      expiry,
    ),
  },
  { weight: 2, arbitrary: commands((n, a, r) => refundCredit({ topUp: n }, a, r), names, amount, names) },
  {
    weight: 2,
    arbitrary: commands(
      (a, n, purchase, cause) => clawBack(a, n, { purchase, cause }),
      amount,
      names,
      whose,
      fc.constantFrom('refund' as const, 'dispute' as const),
    ),
  },
  { weight: 1, arbitrary: commands((a, n, at) => reinstate(a, n, at), amount, names, expiry) },
  {
    weight: 1,
    arbitrary: commands(
      (a, n) => adjust(a, n),
      fc.bigInt(-30n, 30n).filter((a) => a !== 0n),
      names,
    ),
  },
  { weight: 1, arbitrary: commands((a, n) => writeOff(a, n), fc.option(amount), names) },
  {
    weight: 2,
    arbitrary: amount.map((a) => ({
      command: (_: number, index: number) => record(report(`u${index}`, a, { run: 'spent' })),
    })),
  },
  { weight: 3, arbitrary: fc.constantFrom(1, dayMs).map((ms) => ({ ms })) },
  { weight: 1, arbitrary: fc.constantFrom<Mode>('postpaid', 'prepaid', 'overdraft').map((mode) => ({ mode })) },
);

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
    fc.property(fc.array(steps, { minLength: 1, maxLength: 40, size: 'max' }), (story) => {
      const ledger = ledgerOf(freshState());
      const naive = new NaiveWallet(startMs);
      Object.assign(ledger.state.wallet, { overdraftLimit: BigInt(overdraft) });
      naive.overdraft = overdraft;
      let made = -1;
      const both = (command: Command): void => {
        const verdict = verdictOf(ledger.do(command));
        expect(verdict).toBe(naive.carryOut(command));
        met.add(verdict);
        expectSame(ledger, naive);
      };
      for (const [index, step] of story.entries()) {
        if ('ms' in step) {
          ledger.pass(step.ms);
          naive.nowMs += step.ms;
          continue;
        }
        if ('mode' in step) {
          ledger.state.wallet.mode = naive.mode = step.mode;
          continue;
        }
        // The lane takes what has expired before it decides anything.
        if (areLotsDue(ledger.state)) both(expireLots);
        const command = step.command(made + 1, index);
        if (command.kind === 'reserve') made += 1;
        both(command);
      }
      expectRowsAddUp(ledger);
    }),
    { numRuns: 1_000 },
  );
  expect(allEnds.filter((end) => !met.has(end))).toEqual([]);
});
