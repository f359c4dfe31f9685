import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../src/ledger/index.ts';
import { attempt, attempts, expire, release, reserve, settle, unknownUsage } from './support/commands.ts';
import { budget, dayMs, freshState, minuteMs, wallet } from './support/state.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

const usd = budget({ id: 'usd', limit: 1_000n });
const tokens = budget({ id: 'tokens', limit: 1_000n, unit: 'tokens' });
const requests = budget({ id: 'requests', limit: 100n, unit: 'requests' });
const perModel = budget({ id: 'per-model', per: 'model', limit: 1_000n });
const requestsPerModel = budget({ id: 'requests-per-model', per: 'model', limit: 100n, unit: 'requests' });

/** A reservation of 100 and 30 tokens on `acme/large`, whose time is over. */
function expired(onExpiry: 'release' | 'charge'): TestLedger {
  const budgets = [usd, tokens, requests, perModel, requestsPerModel];
  const ledger = ledgerOf(freshState({ budgets, wallet: wallet({ balance: 1_000n }) }));
  const estimate = { inputTokens: 20, maxOutputTokens: 10 };
  ledger.must(
    reserve('r', 100n, { ttlMs: minuteMs, onExpiry, estimate, labels: { provider: 'acme', model: 'large' } }),
  );
  ledger.pass(minuteMs);
  ledger.must(expire('r'));
  return ledger;
}

function sumOf(rows: readonly UsageRecord[]): { cost: bigint; tokens: number; requests: number } {
  return {
    cost: rows.reduce((sum, row) => sum + (row.costNanoUsd ?? 0n), 0n),
    tokens: rows.reduce((sum, row) => sum + row.tokens, 0),
    requests: rows.reduce((sum, row) => sum + row.requests, 0),
  };
}

describe('a late settle is always booked (cycles: refused, 0 recorded)', () => {
  it('after an expiry that gave the reservation back: in full, flagged late', () => {
    const ledger = expired('release');
    expect(ledger.counter(usd, 'org')).toEqual({ spent: 0n, reserved: 0n });
    expect(ledger.settlement(settle('r', 70n))).toMatchObject({ costNanoUsd: 70n, late: true, overage: false });
    expect(ledger.usage).toMatchObject([{ type: 'cost', costNanoUsd: 70n, late: true, correctionOf: null }]);
    expect(ledger.counter(usd, 'org')).toEqual({ spent: 70n, reserved: 0n });
    expect(ledger.state.wallet).toMatchObject({ balance: 930n, reserved: 0n });
  });

  it('after a release too, above the reservation too', () => {
    const ledger = ledgerOf(freshState({ budgets: [usd] }));
    ledger.must(reserve('r', 100n), release('r'));
    expect(ledger.settlement(settle('r', 150n))).toMatchObject({ costNanoUsd: 150n, late: true, overage: true });
    expect(ledger.counter(usd, 'org')).toEqual({ spent: 150n, reserved: 0n });
  });

  it('in the window of its reservation, not in that of its settle', () => {
    const daily = budget({ limit: 1_000n, window: 'day' });
    const ledger = ledgerOf(freshState({ budgets: [daily] }));
    ledger.must(reserve('r', 100n));
    const [counter] = ledger.state.counters.values();
    ledger.pass(dayMs);
    ledger.must(settle('r', 70n));
    expect(ledger.state.counters.size).toBe(1);
    expect(counter).toMatchObject({ spent: 70n, reserved: 0n, windowStartMs: Date.UTC(2026, 10, 23) });
    expect(ledger.usage[0]).toMatchObject({ timeMs: ledger.state.timeMs, budgetTimeMs: ledger.state.timeMs - dayMs });
    ledger.must(reserve('next', 1_000n));
  });
});

describe('after an expiry that charged, the settle appends a signed correction: true less estimated', () => {
  it.each<[name: string, trueCost: bigint, correction: bigint]>([
    ['less', 70n, -30n],
    ['nothing', 0n, -100n],
    ['the same', 100n, 0n],
    ['more', 900n, 800n],
  ])('%s', (_name, trueCost, correction) => {
    const ledger = expired('charge');
    const [estimate] = ledger.usage;
    expect(ledger.settlement(settle('r', trueCost))).toMatchObject({ costNanoUsd: trueCost, late: true });
    expect(ledger.usage[1]).toMatchObject({ type: 'correction', correctionOf: estimate!.id, costNanoUsd: correction });
    expect(ledger.counter(usd, 'org')).toEqual({ spent: trueCost, reserved: 0n });
    expect(ledger.counter(requests, 'org')).toEqual({ spent: 1n, reserved: 0n });
    expect(ledger.state.wallet).toMatchObject({ balance: 1_000n - trueCost, reserved: 0n });
    expect(ledger.entries.map((entry) => [entry.kind, entry.amount])).toEqual(
      correction === 0n
        ? [['charge', -100n]]
        : [
            ['charge', -100n],
            ['correction', -correction],
          ],
    );
  });

  it('with several attempts and tools the rows still add up to the truth and to one request', () => {
    const ledger = expired('charge');
    const tools = [{ name: 'search', quantity: '2', costNanoUsd: null }];
    ledger.must(settle('r', attempts(attempt('large', 1, 1), attempt('large', 2, 1)), { tools }));
    expect(sumOf(ledger.usage)).toEqual({ cost: 30n + 40n + 10n, tokens: 5, requests: 1 });
    expect(ledger.counter(usd, 'org').spent).toBe(80n);
    expect(ledger.counter(tokens, 'org').spent).toBe(5n);
    expect(ledger.counter(requests, 'org').spent).toBe(1n);
  });

  it('on another model the estimate is taken back where it was booked', () => {
    const ledger = expired('charge');
    expect(ledger.counter(perModel, 'acme/large').spent).toBe(100n);
    ledger.must(settle('r', attempts(attempt('small', 10, 5))));
    expect(ledger.counter(perModel, 'acme/large')).toEqual({ spent: 0n, reserved: 0n });
    expect(ledger.counter(perModel, 'acme/small')).toEqual({ spent: 20n, reserved: 0n });
    expect(ledger.counter(requestsPerModel, 'acme/large').spent).toBe(0n);
    expect(ledger.counter(requestsPerModel, 'acme/small').spent).toBe(1n);
    expect(sumOf(ledger.usage)).toEqual({ cost: 20n, tokens: 15, requests: 1 });
    expect(new Set(ledger.usage.map((row) => row.id)).size).toBe(ledger.usage.length);
  });

  it('where only a part of the truth has a price, the rows add up to that part', () => {
    const ledger = expired('charge');
    const tried = attempts(attempt('mystery', 1, 1), attempt('small', 10, 5));
    expect(ledger.settlement(settle('r', tried))).toMatchObject({ costNanoUsd: 20n, unpriced: true });
    expect(sumOf(ledger.usage)).toEqual({ cost: 20n, tokens: 17, requests: 1 });
    expect(ledger.usage.some((row) => row.dimensions.model === 'mystery' && row.costNanoUsd === null)).toBe(true);
  });

  it('where no part of the truth has a price, the estimate stands and the tokens are corrected', () => {
    const ledger = expired('charge');
    ledger.must(settle('r', attempts(attempt('mystery', 1, 1))));
    expect(sumOf(ledger.usage)).toEqual({ cost: 100n, tokens: 2, requests: 1 });
    expect(ledger.counter(usd, 'org').spent).toBe(100n);
    expect(ledger.counter(tokens, 'org').spent).toBe(2n);
  });

  it('with usage still missing the estimate is the cost', () => {
    const ledger = expired('charge');
    expect(ledger.settlement(settle('r', unknownUsage))).toMatchObject({ costNanoUsd: 100n, estimated: true });
    expect(sumOf(ledger.usage)).toEqual({ cost: 100n, tokens: 30, requests: 1 });
  });
});

describe('counters that retention took away are not made again', () => {
  it('a settle three days later leaves a closed minute alone and books what is kept', () => {
    const perMinute = budget({ id: 'minute', limit: 10n, unit: 'requests', window: 'minute' });
    const ledger = ledgerOf(freshState({ budgets: [perMinute, usd] }));
    ledger.must(reserve('r', 10n), release('r'));
    ledger.pass(3 * dayMs);
    for (const [key, { budgetId }] of ledger.state.counters)
      if (budgetId === 'minute') ledger.state.counters.delete(key);
    ledger.must(settle('r', 10n));
    expect([...ledger.state.counters.values()]).toMatchObject([{ budgetId: 'usd', spent: 10n, reserved: 0n }]);
  });

  it('nor by closing a reservation that was kept open past it and held nothing there', () => {
    const perMinute = budget({ id: 'minute', limit: 10n, window: 'minute', allowFree: true });
    const ledger = ledgerOf(freshState({ budgets: [perMinute] }));
    ledger.must(reserve('r', 0n, { ttlMs: 5 * dayMs }));
    ledger.pass(3 * dayMs);
    ledger.state.counters.clear();
    ledger.must(release('r'));
    expect(ledger.state.counters.size).toBe(0);
  });

  it('one that is still there is moved, however old', () => {
    const perMinute = budget({ id: 'minute', limit: 10n, window: 'minute' });
    const ledger = ledgerOf(freshState({ budgets: [perMinute] }));
    ledger.must(reserve('r', 10n, { ttlMs: 5 * dayMs }));
    ledger.pass(3 * dayMs);
    ledger.must(settle('r', 7n));
    expect(ledger.counter(perMinute, 'org')).toEqual({ spent: 7n, reserved: 0n });
  });
});
