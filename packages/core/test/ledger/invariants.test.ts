import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Budget, Unit } from '../../src/budgets/index.ts';
import { decide, type Reservation, type UsageRecord } from '../../src/ledger/index.ts';
import { expire, extend, release, reserve, settle, topUp } from './support/commands.ts';
import { fingerprint } from './support/fingerprint.ts';
import { budget, freshState, minuteMs, wallet } from './support/state.ts';
import { type Step, stories } from './support/stories.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

/** Takes the steps that are commands and time; who is paused is of no matter to sums. */
function live(ledger: TestLedger, steps: readonly Step[], each: (step: Step) => void = () => undefined): void {
  for (const step of steps) {
    if (step.kind === 'pass') ledger.pass(step.ms);
    if (step.kind === 'command') ledger.do(step.command);
    each(step);
  }
}

function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** Soft budgets of a lifetime over labels that every charge has: they refuse nothing and see everything. */
const observers = (['usd', 'tokens', 'requests', 'concurrent'] as const).flatMap((unit) =>
  (['org', 'agent'] as const).map((per) => {
    return budget({ id: `observer-${unit}-${per}`, per, unit, limit: 0n, enforcement: 'soft' });
  }),
);

function amountsOf(unit: Unit, row: UsageRecord): bigint {
  if (unit === 'usd') return row.costNanoUsd ?? 0n;
  if (unit === 'tokens') return BigInt(row.tokens);
  return unit === 'requests' ? BigInt(row.requests) : 0n;
}

function heldBy(unit: Unit, one: Reservation): bigint {
  if (one.state !== 'held') return 0n;
  if (unit === 'usd') return one.amountNanoUsd;
  return unit === 'tokens' ? BigInt(one.tokens ?? 0) : 1n;
}

function observed({ id }: Budget, ledger: TestLedger): { spent: bigint; reserved: bigint } {
  const counters = [...ledger.state.counters.values()].filter(({ budgetId }) => budgetId === id);
  return { spent: sum(counters.map(({ spent }) => spent)), reserved: sum(counters.map(({ reserved }) => reserved)) };
}

describe('conservation: totals are derived from the rows (litellm#37144, #15 of the ledgers: never a clamped number)', () => {
  it('every counter that sees all is the sum of all rows and of all open reservations', () => {
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const ledger = ledgerOf(freshState({ budgets: [...budgets, ...observers] }));
        live(ledger, steps);
        const reservations = [...ledger.state.reservations.values()];
        for (const observer of observers) {
          const spent = sum(ledger.usage.map((row) => amountsOf(observer.unit, row)));
          const reserved = sum(reservations.map((one) => heldBy(observer.unit, one)));
          expect(observed(observer, ledger)).toEqual({ spent, reserved });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the balance of the wallet is the sum of its entries, each with the balance after it, and the sum of prepaid rows', () => {
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const ledger = ledgerOf(freshState({ budgets }));
        ledger.must(topUp(1_000n, 'first of all'));
        live(ledger, steps);
        let balance = 0n;
        for (const entry of ledger.entries) {
          balance += entry.amount;
          expect(entry.balanceAfter).toBe(balance);
        }
        expect(ledger.state.wallet.balance).toBe(balance);
        const bought = sum(ledger.entries.filter(({ kind }) => kind === 'top_up').map(({ amount }) => amount));
        expect(balance).toBe(bought - sum(ledger.usage.map((row) => row.costNanoUsd ?? 0n)));
        const held = [...ledger.state.reservations.values()].filter(({ state }) => state === 'held');
        expect(ledger.state.wallet.reserved).toBe(sum(held.map(({ amountNanoUsd }) => amountNanoUsd)));
      }),
      { numRuns: 300 },
    );
  });

  it('the rows of a reservation add up to the cost that it was settled at, and to one request', () => {
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const ledger = ledgerOf(freshState({ budgets }));
        live(ledger, steps);
        for (const one of ledger.state.reservations.values()) {
          const rows = ledger.usage.filter(({ reservationId }) => reservationId === one.id);
          const isCharged = one.state === 'settled' || (one.state === 'expired' && one.onExpiry === 'charge');
          expect(rows.reduce((total, { requests }) => total + requests, 0)).toBe(isCharged ? 1 : 0);
          // Where no part of the truth is priced, the estimate of an expiry stands.
          const stands = one.state === 'settled' && one.costNanoUsd === null && one.expiryRecordId !== null;
          const expected = stands ? one.amountNanoUsd : (one.costNanoUsd ?? 0n);
          expect(sum(rows.map((row) => row.costNanoUsd ?? 0n))).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('rows are appended in order: every id is new and larger, every effective command has the next seq', () => {
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const ledger = ledgerOf(freshState({ budgets }));
        live(ledger, steps);
        for (const rows of [ledger.usage, ledger.entries]) {
          for (const [index, row] of rows.entries()) {
            const before = rows[index - 1];
            if (before !== undefined) expect(before.id < row.id && before.seq <= row.seq).toBe(true);
            expect(row.seq).toBeLessThanOrEqual(ledger.state.seq);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a decision only reads, and a refusal changes nothing', () => {
  it('the state is the same after a decision as before it; a refusal has no effects (unkey#4080)', () => {
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const ledger = ledgerOf(freshState({ budgets }));
        for (const step of steps) {
          if (step.kind !== 'command') {
            live(ledger, [step]);
            continue;
          }
          const before = fingerprint(ledger.state);
          const { outcome, effects } = decide(ledger.state, step.command);
          expect(fingerprint(ledger.state)).toBe(before);
          if (outcome.kind === 'refused') expect(effects).toBe(null);
          const done = ledger.do(step.command);
          expect(done).toEqual(outcome);
          if (done.kind === 'refused') expect(fingerprint(ledger.state)).toBe(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a command that was accepted is harmless the second time, whatever it was', () => {
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const ledger = ledgerOf(freshState({ budgets }));
        live(ledger, steps, (step) => {
          if (step.kind !== 'command') return;
          const { kind } = step.command;
          // A reservation made twice is two reservations, and an extension counts from its own now.
          if (kind === 'reserve' || kind === 'extend') return;
          const { effects } = decide(ledger.state, step.command);
          expect([kind, effects]).toEqual([kind, null]);
        });
      }),
      { numRuns: 200 },
    );
  });
});

type Call = {
  readonly amount: bigint;
  readonly share: number;
  readonly end: 'settle' | 'release' | 'expire' | 'extend';
};

const calls = fc.array(
  fc.record({
    amount: fc.bigInt(0n, 60n),
    share: fc.nat({ max: 100 }),
    end: fc.constantFrom(
      'settle' as const,
      'settle' as const,
      'release' as const,
      'expire' as const,
      'extend' as const,
    ),
  }),
  { maxLength: 30, size: 'max' },
);

/** In what order the calls begin and end; each index is the next call to begin or, once it has begun, to end. */
const orders = fc.array(fc.nat({ max: 29 }), { maxLength: 80, size: 'max' });

const hardBudgets = fc
  .array(
    fc.record({
      per: fc.constantFrom('org' as const, 'agent' as const, 'user' as const, 'run' as const),
      unit: fc.constantFrom<Unit>('usd', 'usd', 'tokens', 'requests', 'concurrent'),
      allowFree: fc.boolean(),
      limit: fc.bigInt(0n, 150n),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((shapes) =>
    shapes.map(({ limit, ...shape }, index) => {
      const isCount = shape.unit === 'requests' || shape.unit === 'concurrent';
      return budget({ ...shape, id: `budget-${index}`, limit: isCount ? limit / 20n : limit });
    }),
  );

function begin(ledger: TestLedger, index: number, call: Call): boolean {
  const estimate = { inputTokens: Number(call.amount), maxOutputTokens: 0 };
  const labels = { agent: `agent-${index % 2}`, ...(index % 3 === 0 ? { user: 'u' } : {}) };
  const onExpiry = index % 2 === 0 ? 'charge' : 'release';
  return ledger.do(reserve(`r${index}`, call.amount, { estimate, labels, onExpiry })).kind === 'reserved';
}

function end(ledger: TestLedger, index: number, { amount, share, end }: Call): boolean {
  const id = `r${index}`;
  if (end === 'extend') return ledger.do(extend(id, { amountNanoUsd: amount + BigInt(share) })).kind !== 'extended';
  if (end === 'settle') ledger.must(settle(id, (amount * BigInt(share)) / 100n));
  if (end === 'release') ledger.must(release(id));
  if (end === 'expire') {
    ledger.pass(10 * minuteMs);
    ledger.must(expire(id));
  }
  return false;
}

function expectWithinLimits(ledger: TestLedger): void {
  for (const { budgetId, spent, reserved } of ledger.state.counters.values()) {
    const { limit } = ledger.state.budgets.find(({ id }) => id === budgetId)!;
    if (spent + reserved > limit || reserved < 0n) expect({ budgetId, spent, reserved }).toBe(`within ${limit}`);
  }
  const { balance, reserved } = ledger.state.wallet;
  expect(balance >= reserved && reserved >= 0n).toBe(true);
}

describe('no hard limit is ever passed, whatever the order, when calls cost at most what they reserved (litellm#34732)', () => {
  it('spent + reserved <= limit for every counter, and reserved <= balance, after every command', () => {
    fc.assert(
      fc.property(hardBudgets, calls, orders, fc.bigInt(0n, 300n), (budgets, all, order, balance) => {
        const ledger = ledgerOf(freshState({ budgets, wallet: wallet({ balance }) }));
        const open = new Set<number>();
        const begun = new Set<number>();
        for (const index of order) {
          const call = all[index];
          if (call === undefined) continue;
          if (open.has(index)) {
            end(ledger, index, call);
            if (call.end !== 'extend') open.delete(index);
          } else if (!begun.has(index)) {
            begun.add(index);
            if (begin(ledger, index, call)) open.add(index);
          }
          expectWithinLimits(ledger);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('N + 1 calls on room for N: exactly N hold, the last is told to wait, and for good once they have settled (blnk#181)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.bigInt(1n, 10n ** 12n), (room, amount) => {
        const limited = budget({ limit: BigInt(room) * amount + (amount - 1n) });
        const ledger = ledgerOf(freshState({ budgets: [limited] }));
        for (let n = 0; n < room; n += 1) ledger.must(reserve(`r${n}`, amount));
        expect(ledger.refusal(reserve('late', amount)).code).toBe('budget_in_flight');
        for (let n = 0; n < room; n += 1) ledger.must(settle(`r${n}`, amount));
        expect(ledger.refusal(reserve('late', amount)).code).toBe('budget_exceeded');
      }),
    );
  });
});
