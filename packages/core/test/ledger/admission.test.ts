import { describe, expect, it } from 'vitest';
import type { Budget } from '../../src/budgets/index.ts';
import type { Outcome, ReserveCommand, Wallet } from '../../src/ledger/index.ts';
import { reserve, settle, topUp } from './support/commands.ts';
import { budget, dayMs, freshState, minuteMs, wallet } from './support/state.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

/** Brings the only budget to these figures by real calls. */
function withFigures(given: Budget, spent: bigint, reserved: bigint): TestLedger {
  const ledger = ledgerOf(freshState({ budgets: [{ ...given, limit: 1_000_000n }] }));
  const use = (id: string, amount: bigint): void => {
    if (amount === 0n) return;
    const estimate = { inputTokens: Number(amount), maxOutputTokens: 0 };
    if (given.unit === 'usd' || given.unit === 'tokens') ledger.must(reserve(id, amount, { estimate }));
    else for (let n = 0n; n < amount; n += 1n) ledger.must(reserve(`${id}-${n}`, 0n, { estimate }));
  };
  use('spent', spent);
  for (const { id, amountNanoUsd } of ledger.state.reservations.values()) ledger.must(settle(id, amountNanoUsd));
  use('held', reserved);
  return ledgerOf({ ...ledger.state, budgets: [given] });
}

function verdictOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}

type Figures = readonly [limit: bigint, spent: bigint, reserved: bigint];
type Row = [name: string, figures: Figures, required: bigint, verdict: string];

describe('a reservation fits iff it is at most limit - spent - reserved, and is terminal iff above limit - spent', () => {
  it.each<Row>([
    ['the whole of an untouched limit fits', [10n, 0n, 0n], 10n, 'reserved'],
    ['one more than the limit is terminal', [10n, 0n, 0n], 11n, 'budget_exceeded'],
    ['exactly what is left beside spend and reservations fits', [10n, 3n, 4n], 3n, 'reserved'],
    ['one more waits for the reservations, blnk#181', [10n, 3n, 4n], 4n, 'budget_in_flight'],
    ['all that is unspent waits for the reservations', [10n, 3n, 4n], 7n, 'budget_in_flight'],
    ['one more than is unspent is terminal, whatever comes back', [10n, 3n, 4n], 8n, 'budget_exceeded'],
    ['nothing left for a while: what is reserved may come back', [10n, 3n, 7n], 1n, 'budget_in_flight'],
    ['nothing left for good', [10n, 10n, 0n], 1n, 'budget_exceeded'],
    ['spent past the limit', [10n, 12n, 0n], 1n, 'budget_exceeded'],
    ['spent past the limit with reservations open', [10n, 12n, 5n], 1n, 'budget_exceeded'],
  ])('%s', (_name, [limit, spent, reserved], required, verdict) => {
    for (const unit of ['usd', 'tokens'] as const) {
      const ledger = withFigures(budget({ limit, unit }), spent, reserved);
      const estimate = { inputTokens: Number(required), maxOutputTokens: 0 };
      expect(verdictOf(ledger.do(reserve('next', unit === 'usd' ? required : 1n, { estimate })))).toBe(verdict);
    }
  });

  it('the refusal says what was spent, held and needed, each apart (litellm#40050)', () => {
    const ledger = withFigures(budget({ limit: 10n }), 3n, 4n);
    expect(ledger.refusal(reserve('next', 8n))).toMatchObject({
      code: 'budget_exceeded',
      shortfall: { subject: 'org', spent: 3n, reserved: 4n, required: 8n, limit: { id: 'budget-org', amount: 10n } },
    });
  });
});

describe('nothing passes an exhausted budget, unless it is free and the budget lets free calls pass', () => {
  it.each<[name: string, figures: Figures, allowFree: boolean, verdict: string]>([
    ['a limit of 0 blocks a free call too (litellm PR#37736)', [0n, 0n, 0n], false, 'budget_exceeded'],
    ['a limit of 0 with allow_free lets it pass (litellm#29912)', [0n, 0n, 0n], true, 'reserved'],
    ['an exhausted budget', [10n, 10n, 0n], false, 'budget_exceeded'],
    ['an exhausted budget with allow_free', [10n, 10n, 0n], true, 'reserved'],
    ['a budget held in full', [10n, 0n, 10n], false, 'budget_in_flight'],
    ['a budget held in full with allow_free', [10n, 0n, 10n], true, 'reserved'],
    ['a budget spent past its limit', [10n, 11n, 0n], false, 'budget_exceeded'],
    [
      'a budget spent past its limit with allow_free: what costs nothing makes it no worse',
      [10n, 11n, 0n],
      true,
      'reserved',
    ],
    ['anything left at all', [10n, 9n, 0n], false, 'reserved'],
  ])('%s', (_name, [limit, spent, reserved], allowFree, verdict) => {
    const ledger = withFigures(budget({ limit, allowFree }), spent, reserved);
    expect(verdictOf(ledger.do(reserve('free', 0n)))).toBe(verdict);
  });

  it('a limit of 0 blocks, and no limit is no budget: the same call passes without one', () => {
    expect(ledgerOf(freshState({ budgets: [budget({ limit: 0n })] })).refusal(reserve('r', 1n)).code).toBe(
      'budget_exceeded',
    );
    expect(ledgerOf().do(reserve('r', 10n ** 18n)).kind).toBe('reserved');
  });

  it('allow_free lifts nothing for a call that costs something', () => {
    const ledger = withFigures(budget({ limit: 10n, allowFree: true }), 10n, 0n);
    expect(ledger.refusal(reserve('paid', 1n)).code).toBe('budget_exceeded');
  });
});

describe('a soft budget counts and never refuses', () => {
  it('an amount above its limit is reserved, settled and counted', () => {
    const soft = budget({ limit: 1n, enforcement: 'soft' });
    const ledger = ledgerOf(freshState({ budgets: [soft] }));
    ledger.must(reserve('r', 5n));
    expect(ledger.counter(soft, 'org')).toEqual({ spent: 0n, reserved: 5n });
    ledger.must(settle('r', 4n));
    expect(ledger.counter(soft, 'org')).toEqual({ spent: 4n, reserved: 0n });
  });
});

describe('a rate limit is a budget of requests or tokens with a window of a minute', () => {
  const perMinute = budget({ limit: 2n, unit: 'requests', window: 'minute' });

  function usedUp(given: Budget = perMinute): TestLedger {
    const ledger = ledgerOf(freshState({ budgets: [given] }));
    ledger.must(reserve('a', 0n), settle('a', 0n), reserve('b', 0n), settle('b', 0n));
    return ledger;
  }

  it('used up, it refuses with the time to the next window; then it is free', () => {
    const ledger = usedUp();
    ledger.pass(10_000);
    expect(ledger.refusal(reserve('c', 0n))).toMatchObject({ code: 'rate_limited', retryAfterMs: 20_000 });
    ledger.pass(19_999);
    expect(ledger.refusal(reserve('c', 0n))).toMatchObject({ code: 'rate_limited', retryAfterMs: 1 });
    ledger.pass(1);
    ledger.must(reserve('c', 0n));
  });

  it('requests in flight may come back: that is not yet a rate limit', () => {
    const ledger = ledgerOf(freshState({ budgets: [perMinute] }));
    ledger.must(reserve('a', 0n), reserve('b', 0n));
    expect(ledger.refusal(reserve('c', 0n)).code).toBe('budget_in_flight');
  });

  it.each<[name: string, budget: Budget, code: string]>([
    ['a limit of 0 is no matter of waiting', { ...perMinute, limit: 0n }, 'budget_exceeded'],
    ['nor is an hour of requests', { ...perMinute, limit: 0n, window: 'hour' }, 'budget_exceeded'],
  ])('%s', (_name, given, code) => {
    expect(ledgerOf(freshState({ budgets: [given] })).refusal(reserve('r', 0n)).code).toBe(code);
  });

  it('longer windows of requests are refused for good', () => {
    expect(usedUp({ ...perMinute, window: 'hour' }).refusal(reserve('c', 0n)).code).toBe('budget_exceeded');
    expect(usedUp({ ...perMinute, window: 'day' }).refusal(reserve('c', 0n)).code).toBe('budget_exceeded');
  });

  it('a minute of money is money: refused for good', () => {
    const ledger = withFigures(budget({ limit: 10n, window: 'minute' }), 10n, 0n);
    expect(ledger.refusal(reserve('c', 1n)).code).toBe('budget_exceeded');
  });

  it('more tokens than a minute can ever hold are refused for good', () => {
    const tokens = budget({ limit: 100n, unit: 'tokens', window: 'minute' });
    const ledger = ledgerOf(freshState({ budgets: [tokens] }));
    const call = (id: string, inputTokens: number): ReserveCommand =>
      reserve(id, 0n, { estimate: { inputTokens, maxOutputTokens: 1 } });
    ledger.must(call('a', 99), settle('a', 0n));
    expect(ledger.refusal(call('b', 99)).code).toBe('rate_limited');
    expect(ledger.refusal(call('b', 100)).code).toBe('budget_exceeded');
  });
});

describe('a budget of open reservations', () => {
  const concurrent = budget({ limit: 2n, unit: 'concurrent' });

  it('counts what is open, whenever it was opened, and is freed by each way of closing', () => {
    const ledger = ledgerOf(freshState({ budgets: [concurrent] }));
    ledger.must(reserve('a', 1n), reserve('b', 1n));
    ledger.pass(dayMs);
    expect(ledger.refusal(reserve('c', 1n)).code).toBe('budget_in_flight');
    ledger.must(settle('a', 1n), reserve('c', 1n), {
      kind: 'release',
      reservationId: 'b',
      origin: 'api',
      onlyAgent: null,
    });
    ledger.must(reserve('d', 1n, { ttlMs: minuteMs }));
    expect(ledger.refusal(reserve('e', 1n)).code).toBe('budget_in_flight');
    ledger.pass(minuteMs);
    ledger.must({ kind: 'expire', reservationId: 'd' }, reserve('e', 1n));
    expect(ledger.counter(concurrent, 'org')).toEqual({ spent: 0n, reserved: 2n });
  });

  it('a limit of 0 blocks for good', () => {
    const ledger = ledgerOf(freshState({ budgets: [{ ...concurrent, limit: 0n }] }));
    expect(ledger.refusal(reserve('a', 1n)).code).toBe('budget_exceeded');
  });
});

describe('a prepaid wallet admits at most balance - reserved', () => {
  it.each<[name: string, wallet: Partial<Wallet>, required: bigint, verdict: string]>([
    ['the whole balance', { balance: 10n }, 10n, 'reserved'],
    ['one more than the balance is terminal', { balance: 10n }, 11n, 'insufficient_credit'],
    ['beside what is reserved', { balance: 10n, reserved: 4n }, 6n, 'reserved'],
    ['one more waits', { balance: 10n, reserved: 4n }, 7n, 'budget_in_flight'],
    ['the balance itself waits', { balance: 10n, reserved: 4n }, 10n, 'budget_in_flight'],
    ['above the balance is terminal, whatever comes back', { balance: 10n, reserved: 4n }, 11n, 'insufficient_credit'],
    ['a free call on an empty wallet', { balance: 0n }, 0n, 'reserved'],
    ['a free call on a wallet below zero', { balance: -1n }, 0n, 'insufficient_credit'],
    ['an overdraft counts as credit', { mode: 'overdraft', balance: -3n, overdraftLimit: 5n }, 2n, 'reserved'],
    ['and ends', { mode: 'overdraft', balance: -3n, overdraftLimit: 5n }, 3n, 'insufficient_credit'],
    ['postpaid asks no wallet', { mode: 'postpaid', balance: 0n }, 10n, 'reserved'],
  ])('%s', (_name, given, required, verdict) => {
    expect(verdictOf(ledgerOf(freshState({ wallet: wallet(given) })).do(reserve('r', required)))).toBe(verdict);
  });

  it('a reservation holds the wallet, its settle moves the balance', () => {
    const ledger = ledgerOf(freshState());
    ledger.must(topUp(10n, 'first'), reserve('r', 6n));
    expect(ledger.state.wallet).toMatchObject({ mode: 'prepaid', balance: 10n, reserved: 6n });
    ledger.must(settle('r', 4n));
    expect(ledger.state.wallet).toMatchObject({ balance: 6n, reserved: 0n });
  });

  it('one taken while postpaid never touches the wallet', () => {
    const ledger = ledgerOf(freshState());
    ledger.must(reserve('r', 6n), topUp(10n, 'first'));
    ledger.must({
      kind: 'extend',
      reservationId: 'r',
      origin: 'api',
      onlyAgent: null,
      ttlMs: null,
      amountNanoUsd: 50n,
    });
    ledger.must(settle('r', 6n));
    expect(ledger.state.wallet).toMatchObject({ balance: 10n, reserved: 0n });
    expect(ledger.entries).toHaveLength(1);
  });
});
