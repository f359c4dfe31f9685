import { describe, expect, it } from 'vitest';
import { createRun, finishRun, labels, reserve, settle } from '../ledger/support/commands.ts';
import { agentEntry, budget, freshState, minuteMs, startMs, wallet } from '../ledger/support/state.ts';
import { ledgerOf } from '../ledger/support/test-ledger.ts';
import { idleRunMs, runStateAt } from '../../src/runs/index.ts';

describe('making a run', () => {
  it('is refused where an applicable hard budget or the wallet has nothing left', () => {
    const exhausted = budget({ limit: 0n });
    expect(ledgerOf(freshState({ budgets: [exhausted] })).refusal(createRun('task')).code).toBe('budget_exceeded');
    expect(ledgerOf(freshState({ wallet: wallet() })).refusal(createRun('task')).code).toBe('insufficient_credit');
    const held = ledgerOf(freshState({ wallet: wallet({ balance: 5n, reserved: 5n }) }));
    expect(held.refusal(createRun('task')).code).toBe('budget_in_flight');
  });

  it('takes any rest, and is asked nothing by budgets that are soft, let free calls pass, or do not apply', () => {
    const budgets = [
      budget({ id: 'rest', limit: 1n }),
      budget({ id: 'soft', limit: 0n, enforcement: 'soft' }),
      budget({ id: 'free', limit: 0n, allowFree: true }),
      budget({ id: 'elsewhere', per: 'user', limit: 0n }),
    ];
    ledgerOf(freshState({ budgets, wallet: wallet({ balance: 1n }) })).must(createRun('task'));
  });

  it('is refused under a parent whose cap is spent', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task', { limitNanoUsd: 5n }), reserve('r', 5n, { run: 'task' }));
    expect(ledger.refusal(createRun('sub', { parentRun: 'task' })).code).toBe('budget_in_flight');
    ledger.must(settle('r', 5n));
    expect(ledger.refusal(createRun('sub', { parentRun: 'task' })).code).toBe('run_cap_exceeded');
  });

  it('reserves nothing', () => {
    const ledger = ledgerOf(freshState({ budgets: [budget({ limit: 1n })], wallet: wallet({ balance: 1n }) }));
    ledger.must(createRun('task', { limitNanoUsd: 1n }));
    expect(ledger.state.counters.size).toBe(0);
    expect(ledger.state.wallet.reserved).toBe(0n);
  });

  it('is refused for a paused agent, and under a finished parent', () => {
    const paused = freshState({ agents: [agentEntry('bot', { pausedMs: 1 })] });
    expect(ledgerOf(paused).refusal(createRun('task')).code).toBe('agent_paused');
    const ledger = ledgerOf();
    ledger.must(createRun('task'), finishRun('task'));
    expect(ledger.refusal(createRun('sub', { parentRun: 'task' }))).toMatchObject({
      code: 'run_finished',
      run: 'task',
    });
    expect(ledger.refusal(reserve('r', 1n, { parentRun: 'task' })).code).toBe('run_finished');
  });

  it('the same again is the same run; with other properties it is refused', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('root'), createRun('other'));
    const first = createRun('task', { parentRun: 'root', limitNanoUsd: 5n, labels: { workflow: 'w' } });
    expect(ledger.do(first)).toMatchObject({ kind: 'run', created: true });
    const { seq } = ledger.state;
    expect(ledger.do(first)).toMatchObject({ kind: 'run', created: false, run: { id: 'task', limitNanoUsd: 5n } });
    const others = [{ limitNanoUsd: 6n }, { limitNanoUsd: null }, { parentRun: null }, { parentRun: 'other' }];
    for (const other of [...others, { dimensions: labels() }]) {
      expect(ledger.refusal({ ...first, ...other }).code).toBe('invalid_request');
    }
    expect(ledger.state.seq).toBe(seq);
  });

  it('is refused a cap under the id of a call that was a run of its own: what that call holds was never counted', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 10n));
    expect(ledger.refusal(createRun('r', { limitNanoUsd: 5n }))).toMatchObject({
      code: 'invalid_request',
      field: 'id',
    });
    ledger.must(createRun('r'), settle('r', 10n));
    expect([...ledger.state.counters.values()].filter(({ reserved }) => reserved < 0n)).toEqual([]);
  });
});

describe('finishing a run', () => {
  it.each(['succeeded', 'failed', 'cancelled'] as const)('%s: it takes no more calls, of any amount', (status) => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'), finishRun('task', status));
    expect(ledger.state.runs.get('task')).toMatchObject({ status, finishedMs: startMs });
    expect(ledger.refusal(reserve('r', 0n, { run: 'task' }))).toEqual({ code: 'run_finished', run: 'task', status });
  });

  it('the same end again is harmless, another is refused', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'), finishRun('task', 'failed'));
    const { seq } = ledger.state;
    expect(ledger.do(finishRun('task', 'failed'))).toMatchObject({ kind: 'run', run: { status: 'failed' } });
    expect(ledger.refusal(finishRun('task', 'succeeded'))).toEqual({
      code: 'run_finished',
      run: 'task',
      status: 'failed',
    });
    expect(ledger.state.seq).toBe(seq);
  });

  it('what is open in it is still settled', () => {
    const ledger = ledgerOf();
    ledger.must(
      createRun('task', { limitNanoUsd: 10n }),
      reserve('r', 10n, { run: 'task' }),
      finishRun('task'),
      settle('r', 12n),
    );
    expect(ledger.counter('00000000-0000-0000-0000-000000000000', 'task')).toEqual({ spent: 12n, reserved: 0n });
  });

  it("another agent's run is told like one that does not exist", () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'));
    expect(ledger.refusal(finishRun('task', 'failed', 'other'))).toEqual({ code: 'not_found', what: 'run task' });
    expect(ledger.refusal(finishRun('nowhere', 'failed'))).toEqual({ code: 'not_found', what: 'run nowhere' });
    ledger.must(finishRun('task', 'failed', 'bot'));
  });
});

describe('an idle run', () => {
  it('is shown as unknown after an hour without a call, and its next call makes it running again', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'));
    const shown = (): string => runStateAt(ledger.state.runs.get('task')!, ledger.state.timeMs);
    ledger.pass(idleRunMs);
    expect(shown()).toBe('running');
    ledger.pass(1);
    expect(shown()).toBe('unknown');
    ledger.must(reserve('r', 1n, { run: 'task' }));
    expect(shown()).toBe('running');
    ledger.must(finishRun('task', 'failed'));
    ledger.pass(2 * idleRunMs);
    expect(shown()).toBe('failed');
  });

  it('a busy run is written at most once a minute', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'));
    ledger.pass(minuteMs - 1);
    ledger.must(reserve('a', 1n, { run: 'task' }));
    expect(ledger.state.runs.get('task')?.lastSeenMs).toBe(startMs);
    ledger.pass(1);
    ledger.must(reserve('b', 1n, { run: 'task' }));
    expect(ledger.state.runs.get('task')?.lastSeenMs).toBe(startMs + minuteMs);
  });
});
