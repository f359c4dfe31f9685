import { describe, expect, it } from 'vitest';
import { createRun, extend, finishRun, reserve, settle, topUp } from './support/commands.ts';
import { agentEntry, budget, dayMs, freshState, minuteMs, startMs, wallet } from './support/state.ts';
import { ledgerOf } from './support/test-ledger.ts';

const limited = budget({ limit: 100n });

describe('extending upward is admitted like a reservation of the difference', () => {
  it.each<[name: string, others: bigint, total: bigint, verdict: string]>([
    ['to the whole limit', 0n, 100n, 'extended'],
    ['past the limit', 0n, 101n, 'budget_exceeded'],
    ['into what another holds', 50n, 51n, 'budget_in_flight'],
    ['beside what another holds', 50n, 50n, 'extended'],
  ])('%s', (_name, others, total, verdict) => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(reserve('r', 10n), reserve('other', others));
    const outcome = ledger.do(extend('r', { amountNanoUsd: total }));
    expect(outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind).toBe(verdict);
    const held = verdict === 'extended' ? total : 10n;
    expect(ledger.reservation('r').amountNanoUsd).toBe(held);
    expect(ledger.counter(limited, 'org')).toEqual({ spent: 0n, reserved: held + others });
  });

  it('asks the wallet that holds it', () => {
    const ledger = ledgerOf(freshState({ wallet: wallet({ balance: 100n }) }));
    ledger.must(reserve('r', 10n), extend('r', { amountNanoUsd: 100n }));
    expect(ledger.state.wallet).toMatchObject({ balance: 100n, reserved: 100n });
    expect(ledger.refusal(extend('r', { amountNanoUsd: 101n })).code).toBe('insufficient_credit');
    ledger.must(settle('r', 100n));
    expect(ledger.state.wallet).toMatchObject({ balance: 0n, reserved: 0n });
  });

  it('asks no wallet where it was taken while postpaid', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 10n), topUp(5n, 'first'), extend('r', { amountNanoUsd: 50n }));
    expect(ledger.state.wallet).toMatchObject({ balance: 5n, reserved: 0n });
  });

  it('asks the agent and the run again', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'), reserve('r', 10n, { run: 'task' }), finishRun('task'));
    expect(ledger.refusal(extend('r', { amountNanoUsd: 11n })).code).toBe('run_finished');
    ledger.must(extend('r', { amountNanoUsd: 10n, ttlMs: minuteMs }));
    ledger.state.registry.set('agent bot', agentEntry('bot', { pausedMs: 1 }));
    expect(ledger.refusal(extend('r', { amountNanoUsd: 11n })).code).toBe('agent_paused');
    ledger.must(extend('r', { amountNanoUsd: 9n }));
  });

  it('asks nothing of budgets of tokens, requests or open reservations: those were taken before', () => {
    const budgets = (['tokens', 'requests', 'concurrent'] as const).map((unit) =>
      budget({ id: unit, unit, limit: 1n }),
    );
    const ledger = ledgerOf(freshState({ budgets }));
    ledger.must(
      reserve('r', 10n, { estimate: { inputTokens: 1, maxOutputTokens: 0 } }),
      extend('r', { amountNanoUsd: 50n }),
    );
    for (const { id } of budgets) expect(ledger.counter(id, 'org')).toEqual({ spent: 0n, reserved: 1n });
  });
});

describe('extending downward and waiting longer ask nobody', () => {
  it('gives the difference back at once', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited], wallet: wallet({ balance: 100n }) }));
    ledger.must(reserve('r', 100n), extend('r', { amountNanoUsd: 30n }));
    expect(ledger.counter(limited, 'org')).toEqual({ spent: 0n, reserved: 30n });
    expect(ledger.state.wallet).toMatchObject({ reserved: 30n });
    ledger.must(reserve('next', 70n), settle('r', 30n));
    expect(ledger.counter(limited, 'org')).toEqual({ spent: 30n, reserved: 70n });
  });

  it('a lowered budget takes no part in it', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(reserve('r', 100n));
    const lowered = ledgerOf({ ...ledger.state, budgets: [{ ...limited, limit: 0n }] });
    lowered.must(
      extend('r', { amountNanoUsd: 100n }),
      extend('r', { amountNanoUsd: 60n }),
      extend('r', { ttlMs: dayMs }),
    );
    expect(lowered.reservation('r')).toMatchObject({ amountNanoUsd: 60n, expiresMs: startMs + dayMs });
  });

  it('ttl_seconds counts from now', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 1n, { ttlMs: dayMs }));
    ledger.pass(minuteMs);
    ledger.must(extend('r', { ttlMs: minuteMs }));
    expect(ledger.reservation('r').expiresMs).toBe(startMs + 2 * minuteMs);
  });

  it('stays in the window of the reservation', () => {
    const daily = budget({ limit: 100n, window: 'day' });
    const ledger = ledgerOf(freshState({ budgets: [daily] }));
    ledger.must(reserve('r', 10n));
    ledger.pass(dayMs);
    ledger.must(reserve('today', 100n), extend('r', { amountNanoUsd: 100n }));
    expect([...ledger.state.counters.values()].map(({ reserved }) => reserved)).toEqual([100n, 100n]);
  });
});
