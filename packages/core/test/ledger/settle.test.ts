import { describe, expect, it } from 'vitest';
import { attempt, attempts, cost, release, reserve, settle, unknownUsage } from './support/commands.ts';
import { budget, dayMs, freshState, wallet } from './support/state.ts';
import { answerOf, ledgerOf } from './support/test-ledger.ts';

describe('the true cost is always booked, in full', () => {
  it.each<[name: string, trueCost: bigint, overage: boolean]>([
    ['nothing', 0n, false],
    ['less than was reserved', 40n, false],
    ['exactly what was reserved', 100n, false],
    ['more than was reserved: estimate 100, actual 900 (cycles)', 900n, true],
    ['far past the limit', 10n ** 15n, true],
  ])('%s', (_name, trueCost, overage) => {
    const limited = budget({ limit: 150n });
    const ledger = ledgerOf(freshState({ budgets: [limited], wallet: wallet({ balance: 150n }) }));
    ledger.must(reserve('r', 100n));
    expect(ledger.settlement(settle('r', trueCost))).toMatchObject({ costNanoUsd: trueCost, overage, late: false });
    expect(ledger.counter(limited, 'org')).toEqual({ spent: trueCost, reserved: 0n });
    expect(ledger.state.wallet).toMatchObject({ balance: 150n - trueCost, reserved: 0n });
    expect(ledger.usage.map((row) => [row.costNanoUsd, row.overage])).toEqual([[trueCost, overage]]);
  });

  it('past the limit it blocks the next call, which is told for good', () => {
    const ledger = ledgerOf(freshState({ budgets: [budget({ limit: 150n })] }));
    ledger.must(reserve('r', 100n), settle('r', 900n));
    expect(ledger.refusal(reserve('s', 1n))).toMatchObject({ code: 'budget_exceeded', shortfall: { spent: 900n } });
  });

  it('a budget that was lowered, exhausted or paused for the agent meanwhile refuses no settle', () => {
    const limited = budget({ limit: 150n });
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(reserve('r', 100n));
    const lowered = ledgerOf({ ...ledger.state, budgets: [{ ...limited, limit: 0n }] });
    lowered.state.registry.set('agent bot', { ...lowered.state.registry.get('agent bot')!, pausedMs: 1 });
    lowered.must(settle('r', 100n));
    expect(lowered.counter(limited, 'org')).toEqual({ spent: 100n, reserved: 0n });
  });
});

describe('settled exactly once', () => {
  it('the same settle again gets the same answer byte for byte and books nothing', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 100n));
    const first = ledger.do(settle('r', 40n));
    const { seq } = ledger.state;
    ledger.pass(dayMs);
    expect(ledger.do(settle('r', 40n))).toEqual({ kind: 'repeated', answers: [answerOf(first)] });
    expect(ledger.usage).toHaveLength(1);
    expect(ledger.state.seq).toBe(seq);
  });

  it('another body is refused and books nothing (lago#3618, litellm#35569)', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 100n), settle('r', 40n));
    expect(ledger.refusal(settle('r', 41n))).toEqual({ code: 'already_settled', state: 'settled' });
    expect(ledger.usage).toHaveLength(1);
  });
});

describe('what was used', () => {
  it('is priced by attempt, each at its own model, the sum booked (litellm PR#39294)', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 1_000n, { labels: { provider: 'acme', model: 'large' } }));
    const tried = attempts(attempt('large', 10, 1), attempt('small', 10, 5));
    expect(ledger.settlement(settle('r', tried)).costNanoUsd).toBe(120n + 20n);
    expect(ledger.usage.map((row) => [row.dimensions.model, row.costNanoUsd, row.tokens])).toEqual([
      ['large', 120n, 11],
      ['small', 20n, 15],
    ]);
  });

  it('counts as one request, however many attempts and tools it took (litellm#39455)', () => {
    const requests = budget({ limit: 10n, unit: 'requests' });
    const ledger = ledgerOf(freshState({ budgets: [requests] }));
    const search = { name: 'search', quantity: '3', costNanoUsd: null };
    ledger.must(reserve('r', 1_000n));
    ledger.must(settle('r', attempts(attempt('large', 1, 1), attempt('small', 1, 1)), { tools: [search, search] }));
    expect(ledger.counter(requests, 'org')).toEqual({ spent: 1n, reserved: 0n });
    expect(ledger.usage.map((row) => row.requests)).toEqual([0, 1, 0, 0]);
  });

  it('tools alone count as one request too', () => {
    const ledger = ledgerOf();
    const tools = [
      { name: 'search', quantity: '3', costNanoUsd: null },
      { name: 'browser', quantity: '1', costNanoUsd: 8n },
    ];
    ledger.must(reserve('r', 100n));
    expect(ledger.settlement(settle('r', { kind: 'none' }, { tools })).costNanoUsd).toBe(15n + 8n);
    expect(ledger.usage.map((row) => [row.type, row.tool, row.requests])).toEqual([
      ['tool', 'search', 1],
      ['tool', 'browser', 0],
    ]);
  });

  it('moves a budget of tokens by its tokens, not by its requests (wso2 api-platform#2932)', () => {
    const tokens = budget({ limit: 10_000n, unit: 'tokens' });
    const ledger = ledgerOf(freshState({ budgets: [tokens] }));
    ledger.must(reserve('r', 1_000n, { estimate: { inputTokens: 200, maxOutputTokens: 50 } }));
    expect(ledger.counter(tokens, 'org')).toEqual({ spent: 0n, reserved: 250n });
    ledger.must(settle('r', attempts(attempt('small', 150, 7))));
    expect(ledger.counter(tokens, 'org')).toEqual({ spent: 157n, reserved: 0n });
  });

  it('on another model than reserved frees the old counter and books the new (litellm PR#41379)', () => {
    const perModel = budget({ per: 'model', limit: 1_000n });
    const ledger = ledgerOf(freshState({ budgets: [perModel] }));
    ledger.must(reserve('r', 500n, { labels: { provider: 'acme', model: 'large' } }));
    ledger.must(settle('r', attempts(attempt('small', 10, 5))));
    expect(ledger.counter(perModel, 'acme/large')).toEqual({ spent: 0n, reserved: 0n });
    expect(ledger.counter(perModel, 'acme/small')).toEqual({ spent: 20n, reserved: 0n });
  });

  it('costs the reservation where it is missing, flagged estimated, and never nothing (litellm#13245)', () => {
    const tokens = budget({ limit: 10_000n, unit: 'tokens' });
    const ledger = ledgerOf(freshState({ budgets: [tokens], wallet: wallet({ balance: 100n }) }));
    ledger.must(reserve('r', 60n, { estimate: { inputTokens: 20, maxOutputTokens: 5 } }));
    expect(ledger.settlement(settle('r', unknownUsage))).toMatchObject({
      costNanoUsd: 60n,
      estimated: true,
      unpriced: false,
    });
    expect(ledger.usage[0]).toMatchObject({ costNanoUsd: 60n, estimated: true, tokens: 25, requests: 1 });
    expect(ledger.counter(tokens, 'org')).toEqual({ spent: 25n, reserved: 0n });
    expect(ledger.state.wallet).toMatchObject({ balance: 40n, reserved: 0n });
  });

  it('reported as zero is zero, not missing (litellm#37992)', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 60n));
    expect(ledger.settlement(settle('r', attempts(attempt('small', 0, 0))))).toMatchObject({
      costNanoUsd: 0n,
      estimated: false,
    });
  });

  it('at a stated cost of 0 is booked as 0', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 60n));
    expect(ledger.settlement(settle('r', cost(0n)))).toMatchObject({ costNanoUsd: 0n, estimated: false });
  });
});

describe('spend on a model without a price', () => {
  it('is recorded with cost null, not 0, once it has happened, and still counts tokens and requests', () => {
    const tokens = budget({ limit: 1_000n, unit: 'tokens' });
    const requests = budget({ id: 'requests', limit: 10n, unit: 'requests' });
    const usd = budget({ id: 'usd', limit: 1_000n });
    const ledger = ledgerOf(freshState({ budgets: [tokens, requests, usd], wallet: wallet({ balance: 100n }) }));
    ledger.must(reserve('r', 60n, { estimate: { inputTokens: 1, maxOutputTokens: 1 } }));
    expect(ledger.settlement(settle('r', attempts(attempt('mystery', 10, 5))))).toMatchObject({
      costNanoUsd: null,
      unpriced: true,
    });
    expect(ledger.usage[0]).toMatchObject({ costNanoUsd: null, priceVersion: null, tokens: 15, requests: 1 });
    expect(ledger.counter(tokens, 'org').spent).toBe(15n);
    expect(ledger.counter(requests, 'org').spent).toBe(1n);
    expect(ledger.counter(usd, 'org')).toEqual({ spent: 0n, reserved: 0n });
    expect(ledger.entries).toEqual([]);
    expect(ledger.state.wallet).toMatchObject({ balance: 100n, reserved: 0n });
  });

  it('beside a priced attempt leaves that one booked', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 60n));
    const tried = attempts(attempt('mystery', 10, 5), attempt('small', 10, 5));
    expect(ledger.settlement(settle('r', tried))).toMatchObject({ costNanoUsd: 20n, unpriced: true });
    expect(ledger.usage.map((row) => row.costNanoUsd)).toEqual([null, 20n]);
  });

  it('at a ceiling price is flagged as an estimate', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 60n));
    expect(ledger.settlement(settle('r', attempts(attempt('ceiling', 1, 1))))).toMatchObject({
      costNanoUsd: 200n,
      estimated: true,
      unpriced: false,
    });
  });
});

describe('release', () => {
  it('gives everything back and books nothing', () => {
    const limited = budget({ limit: 100n });
    const ledger = ledgerOf(freshState({ budgets: [limited], wallet: wallet({ balance: 100n }) }));
    ledger.must(reserve('r', 100n), release('r'));
    expect(ledger.counter(limited, 'org')).toEqual({ spent: 0n, reserved: 0n });
    expect(ledger.state.wallet).toMatchObject({ balance: 100n, reserved: 0n });
    expect(ledger.usage).toEqual([]);
    ledger.must(reserve('s', 100n));
  });
});
