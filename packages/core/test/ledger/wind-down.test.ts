import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableOf, type Budget, windDownAvailableOf } from '../../src/budgets/index.ts';
import type { Outcome, ReserveCommand } from '../../src/ledger/index.ts';
import { boundOf } from '../prices/calls-within.ts';
import { createRun, expire, extend, release, reserve, settle } from './support/commands.ts';
import { fingerprint } from './support/fingerprint.ts';
import { budget, dayMs, freshState, wallet } from './support/state.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

/** A tenth of 100 nano-USD is kept for a last call. */
const kept = (given: Partial<Budget> = {}): Budget => budget({ limit: 100n, windDownPpm: 100_000, ...given });
const last = (id: string, amount: bigint | null, given: Partial<ReserveCommand> = {}): ReserveCommand =>
  reserve(id, amount, { ...given, final: true });

function ledgerWith(...budgets: readonly Budget[]): TestLedger {
  return ledgerOf(freshState({ budgets }));
}

function verdictOf(outcome: Outcome): string {
  if (outcome.kind === 'refused') return outcome.refusal.code;
  return outcome.kind === 'reserved' && outcome.final ? 'last' : outcome.kind;
}

/** Spends so much, in full. */
function spend(ledger: TestLedger, amount: bigint): void {
  ledger.must(reserve('before', amount), settle('before', amount));
}

/** Who took the allowance of the budget's only counter. */
function takerOf(ledger: TestLedger, { id }: Budget): string | null {
  const counter = [...ledger.state.counters.values()].find(({ budgetId }) => budgetId === id);
  return counter?.woundDownBy ?? null;
}

describe('a call that is not the last one', () => {
  type Row = [name: string, budget: Partial<Budget>, amount: bigint, verdict: string];
  it.each<Row>([
    ['may use the limit less the allowance', {}, 90n, 'reserved'],
    ['and not a nano-USD more', {}, 91n, 'budget_exceeded'],
    ['an allowance is rounded down: 333333 millionths of 100 are 33', { windDownPpm: 333_333 }, 67n, 'reserved'],
    ['and what is not kept is lent', { windDownPpm: 333_333 }, 68n, 'budget_exceeded'],
    ['one that comes to nothing keeps nothing', { windDownPpm: 9_999 }, 100n, 'reserved'],
    ['without one the whole limit is lent', { windDownPpm: null }, 100n, 'reserved'],
    ['a limit of 0 keeps nothing of it', { limit: 0n, windDownPpm: 500_000 }, 0n, 'budget_exceeded'],
    ['a soft limit keeps nothing', { enforcement: 'soft' }, 1_000n, 'reserved'],
  ])('%s', (_name, given, amount, verdict) => {
    expect(verdictOf(ledgerWith(kept(given)).do(reserve('r', amount)))).toBe(verdict);
  });

  it('is in flight only while giving back what is held would let it in', () => {
    const ledger = ledgerWith(kept());
    ledger.must(reserve('a', 50n));
    expect(ledger.refusal(reserve('b', 90n)).code).toBe('budget_in_flight');
    expect(ledger.refusal(reserve('c', 91n)).code).toBe('budget_exceeded');
  });

  it('makes no run on the allowance alone', () => {
    const ledger = ledgerWith(kept());
    ledger.must(reserve('a', 90n));
    expect(ledger.refusal(createRun('task')).code).toBe('budget_in_flight');
  });
});

describe('a last call', () => {
  it('leaves the allowance alone where it fits without', () => {
    const ledger = ledgerWith(kept());
    expect(verdictOf(ledger.do(last('a', 90n)))).toBe('reserved');
    expect(takerOf(ledger, kept())).toBeNull();
    expect(verdictOf(ledger.do(last('b', 10n)))).toBe('last');
    expect(takerOf(ledger, kept())).toBe('b');
  });

  it("takes it once: what it leaves of it is nobody's, and the limit is never passed", () => {
    const ledger = ledgerWith(kept());
    ledger.must(reserve('a', 90n));
    expect(ledger.refusal(last('b', 11n))).toMatchObject({ code: 'budget_in_flight' });
    ledger.must(last('c', 4n));
    expect(ledger.refusal(last('d', 6n)).code).toBe('budget_in_flight');
    ledger.must(settle('a', 90n), settle('c', 4n));
    for (const final of [true, false]) {
      expect(ledger.refusal(reserve('e', 1n, { final })).code).toBe('budget_exceeded');
    }
    expect(ledger.counter(kept(), 'org')).toEqual({ spent: 94n, reserved: 0n });
  });

  it('keeps it however little it costs', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 90n);
    ledger.must(last('b', 10n), settle('b', 0n));
    expect(takerOf(ledger, kept())).toBe('b');
    expect(ledger.refusal(last('c', 10n)).code).toBe('budget_exceeded');
  });

  it('gives it back with a release, and with an expiry that charges nothing', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 90n);
    ledger.must(last('b', 10n), release('b'));
    expect(takerOf(ledger, kept())).toBeNull();
    ledger.must(last('c', 10n, { ttlMs: 1 }));
    ledger.pass(1);
    ledger.must(expire('c'));
    expect(takerOf(ledger, kept())).toBeNull();
    expect(verdictOf(ledger.do(last('d', 10n)))).toBe('last');
  });

  it('keeps it where its expiry charges', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 90n);
    ledger.must(last('b', 10n, { ttlMs: 1, onExpiry: 'charge' }));
    ledger.pass(1);
    ledger.must(expire('b'));
    expect(takerOf(ledger, kept())).toBe('b');
    expect(ledger.refusal(last('c', 1n)).code).toBe('budget_exceeded');
  });

  it("gives back its own only: another's release changes nothing", () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 85n);
    ledger.must(reserve('a', 5n), last('b', 10n), release('a'));
    expect(takerOf(ledger, kept())).toBe('b');
  });

  it('grows within the allowance that it took; another reservation does not', () => {
    const ledger = ledgerWith(kept());
    ledger.must(reserve('a', 90n), last('b', 4n), extend('b', { amountNanoUsd: 10n }));
    expect(ledger.refusal(extend('b', { amountNanoUsd: 11n })).code).toBe('budget_in_flight');
    expect(ledger.refusal(extend('a', { amountNanoUsd: 91n })).code).toBe('budget_exceeded');
  });

  it('of nothing takes it too, where nothing fits without it', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 90n);
    expect(verdictOf(ledger.do(last('b', 0n)))).toBe('last');
    ledger.must(release('b'));
    expect(takerOf(ledger, kept())).toBeNull();
    const lenient = ledgerWith(kept({ allowFree: true }));
    spend(lenient, 90n);
    expect(verdictOf(lenient.do(last('b', 0n)))).toBe('reserved');
  });

  it('has an allowance in each budget, for each subject and window', () => {
    const perAgent = kept({ id: 'agent', per: 'agent', window: 'day', limit: 50n });
    const ledger = ledgerWith(kept(), perAgent);
    const bee = { labels: { agent: 'bee' } };
    spend(ledger, 45n);
    ledger.must(last('b', 5n));
    expect([takerOf(ledger, kept()), takerOf(ledger, perAgent)]).toEqual([null, 'b']);
    expect(ledger.refusal(last('c', 1n)).code).toBe('budget_exceeded');
    ledger.must(reserve('d', 40n, bee));
    expect(verdictOf(ledger.do(reserve('e', 10n, { ...bee, final: true })))).toBe('last');
    expect(takerOf(ledger, kept())).toBe('e');
    ledger.pass(dayMs);
    expect(ledger.refusal(last('f', 46n)).code).toBe('budget_exceeded');
  });

  it('a new window starts with its own', () => {
    const daily = kept({ window: 'day' });
    const ledger = ledgerWith(daily);
    spend(ledger, 90n);
    ledger.must(last('b', 10n), settle('b', 10n));
    ledger.pass(dayMs);
    ledger.must(reserve('c', 90n));
    expect(verdictOf(ledger.do(last('d', 10n)))).toBe('last');
  });

  it('gets past no other limit: without an allowance, of a run, of credit', () => {
    const ledger = ledgerWith(kept(), budget({ id: 'plain', per: 'agent', limit: 90n }));
    spend(ledger, 90n);
    expect(ledger.refusal(last('b', 10n)).code).toBe('budget_exceeded');
    const poor = ledgerOf(freshState({ budgets: [kept()], wallet: wallet({ balance: 95n }) }));
    poor.must(reserve('a', 90n));
    expect(poor.refusal(last('b', 6n)).code).toBe('budget_in_flight');
    expect(verdictOf(poor.do(last('c', 5n)))).toBe('last');
    const capped = ledgerWith(kept());
    capped.must(createRun('task', { limitNanoUsd: 90n }), reserve('a', 90n, { run: 'task' }));
    expect(capped.refusal(last('b', 1n, { run: 'task' })).code).toBe('budget_in_flight');
  });

  it('that is refused changes nothing, allowances of other budgets included', () => {
    const ledger = ledgerWith(kept(), budget({ id: 'plain', per: 'agent', limit: 90n }));
    spend(ledger, 90n);
    const before = fingerprint(ledger.state);
    ledger.refusal(last('b', 10n));
    expect(fingerprint(ledger.state)).toBe(before);
  });

  it('is lowered to what the allowance affords too', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 88n);
    const bound = boundOf({ inputTokens: 4, minOutputTokens: 1, maxOutputTokens: 20 });
    const on = { bound, labels: { provider: 'acme', model: 'small' }, alternatives: ['free'] };
    const plain = ledger.do(reserve('a', null, on));
    expect(plain).toMatchObject({ refusal: { shortfall: { required: 6n } }, alternatives: [{ model: 'free' }] });
    const outcome = ledger.do(reserve('b', null, { ...on, final: true }));
    expect(outcome).toMatchObject({ maxOutputTokens: 4, final: true, reservation: { amountNanoUsd: 12n } });
  });

  it('is told what is left, and by whom the allowance was taken', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 85n);
    const left = (): bigint[] => {
      const refusal = ledger.refusal(reserve('x', 16n));
      if (!('shortfall' in refusal) || !('limit' in refusal.shortfall)) throw new Error(refusal.code);
      const { limit } = refusal.shortfall;
      return [availableOf(limit, refusal.shortfall), windDownAvailableOf(limit, refusal.shortfall)];
    };
    expect(left()).toEqual([5n, 15n]);
    const outcome = ledger.do(last('b', 6n));
    expect(outcome).toMatchObject({ counters: [{ spent: 85n, reserved: 6n, woundDownBy: 'b' }] });
    expect(left()).toEqual([-1n, 0n]);
  });
});

describe('a budget that changes', () => {
  /** The same counters under other terms, as a change leaves them. */
  function changed(ledger: TestLedger, given: Partial<Budget>): TestLedger {
    return ledgerOf({ ...ledger.state, budgets: [kept(given)] });
  }

  it('a raised limit has a larger allowance, which is taken all the same', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 90n);
    ledger.must(last('b', 10n));
    const raised = changed(ledger, { limit: 200n });
    expect(raised.refusal(last('c', 81n)).code).toBe('budget_in_flight');
    expect(raised.refusal(last('c', 91n)).code).toBe('budget_exceeded');
    expect(verdictOf(raised.do(last('c', 80n)))).toBe('reserved');
  });

  it('an allowance that is ended is lent to anybody; one that is begun is kept from then on', () => {
    const ledger = ledgerWith(kept());
    spend(ledger, 90n);
    const ended = changed(ledger, { windDownPpm: null });
    ended.must(reserve('c', 10n), release('c'));
    const begun = changed(ended, { windDownPpm: 500_000 });
    expect(begun.refusal(reserve('d', 1n)).code).toBe('budget_exceeded');
    expect(verdictOf(begun.do(last('e', 10n)))).toBe('last');
  });
});

describe('any number of last calls among any others', () => {
  const call = fc.record({ amount: fc.bigInt(0n, 30n), final: fc.boolean(), agent: fc.constantFrom('bot', 'bee') });

  it('never hold more than the limit, and only one of them what is kept', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 40 }), fc.integer({ min: 1, max: 500_000 }), (calls, windDownPpm) => {
        const ledger = ledgerWith(kept({ windDownPpm }));
        const lent = 100n - (100n * BigInt(windDownPpm)) / 1_000_000n;
        let lastCalls = 0;
        for (const [index, { amount, final, agent }] of calls.entries()) {
          const before = ledger.counter(kept(), 'org').reserved;
          const outcome = ledger.do(reserve(`r${index}`, amount, { final, labels: { agent } }));
          if (outcome.kind !== 'reserved') continue;
          const isOver = before + amount > lent || before >= lent;
          expect(outcome.final).toBe(isOver);
          if (outcome.final) lastCalls += 1;
        }
        expect(ledger.counter(kept(), 'org').reserved <= 100n).toBe(true);
        expect(lastCalls).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
