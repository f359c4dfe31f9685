import { describe, expect, it } from 'vitest';
import { attempt, attempts, createRun, finishRun, record, report, reserve } from './support/commands.ts';
import { agentEntry, budget, dayMs, freshState, startMs, wallet } from './support/state.ts';
import { ledgerOf } from './support/test-ledger.ts';

const limited = budget({ limit: 100n });

describe('spend that has happened is booked, whatever stands in its way', () => {
  it('past the limit, past the balance, by a paused agent, on an unpriced model', () => {
    const state = freshState({
      budgets: [limited],
      wallet: wallet({ balance: 10n }),
      agents: [agentEntry('bot', { pausedMs: 1 })],
    });
    const ledger = ledgerOf(state);
    ledger.must(record(report('a', 500n), report('b', attempts(attempt('mystery', 3, 4)))));
    expect(ledger.counter(limited, 'org')).toEqual({ spent: 500n, reserved: 0n });
    expect(ledger.state.wallet.balance).toBe(-490n);
    expect(ledger.usage.map((row) => [row.costNanoUsd, row.tokens])).toEqual([
      [500n, 0],
      [null, 7],
    ]);
  });

  it('in a finished run, and in a new run under a finished one', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task'), finishRun('task'));
    ledger.must(record(report('a', 5n, { run: 'task' }), report('b', 6n, { run: 'sub', parentRun: 'task' })));
    expect(ledger.usage.map((row) => row.run)).toEqual(['task', 'sub']);
    expect(ledger.state.runs.get('sub')?.path).toEqual(['sub', 'task']);
  });

  it("beyond the day's cap on new labels and runs, as labels of the record alone", () => {
    const perUser = budget({ per: 'user', limit: 100n });
    const perRun = budget({ per: 'run', limit: 100n });
    const ledger = ledgerOf(freshState({ budgets: [perUser, perRun], caps: { user: 1, run: 1 } }));
    const of = (id: string): ReturnType<typeof report> =>
      report(id, 5n, { run: `run-${id}`, labels: { user: `user-${id}` } });
    ledger.must(record(of('a')), record(of('b')));
    expect([...ledger.state.registry.keys()]).toEqual(['agent bot', 'user user-a']);
    expect([...ledger.state.runs.keys()]).toEqual(['run-a']);
    expect(ledger.usage.map((row) => [row.run, row.dimensions.user])).toEqual([
      ['run-a', 'user-a'],
      ['run-b', 'user-b'],
    ]);
    expect(ledger.counter(perUser, 'user-b').spent).toBe(5n);
    expect(ledger.counter(perRun, 'run-b').spent).toBe(5n);
  });

  it('an array counts against the caps like its reports one by one', () => {
    const of = (id: string): ReturnType<typeof report> =>
      report(id, 5n, { run: `run-${id}`, labels: { user: `user-${id}` } });
    const ledger = ledgerOf(freshState({ caps: { user: 2, run: 2 } }));
    ledger.must(record(of('a'), of('b'), of('c'), of('d')));
    expect([...ledger.state.registry.keys()].filter((key) => key.startsWith('user'))).toEqual([
      'user user-a',
      'user user-b',
    ]);
    expect([...ledger.state.runs.keys()]).toEqual(['run-a', 'run-b']);
    expect(ledger.usage).toHaveLength(4);
  });
});

describe('a report has two times', () => {
  it('its own, for prices and budgets; a window that a budget does not reach back to is left alone', () => {
    const daily = budget({ id: 'daily', limit: 100n, window: 'day', countsFromMs: Date.UTC(2026, 10, 22) });
    const ledger = ledgerOf(freshState({ budgets: [daily] }));
    ledger.must(record(report('a', 5n, { timeMs: startMs - dayMs }), report('b', 7n, { timeMs: startMs - 2 * dayMs })));
    expect([...ledger.state.counters.values()]).toMatchObject([{ windowStartMs: Date.UTC(2026, 10, 22), spent: 5n }]);
    expect(ledger.usage[0]).toMatchObject({
      timeMs: startMs - dayMs,
      budgetTimeMs: startMs - dayMs,
      recordedMs: startMs,
    });
  });

  it('the time of its report where it says none', () => {
    const ledger = ledgerOf();
    ledger.must(record(report('a', 5n)));
    expect(ledger.usage[0]).toMatchObject({ timeMs: startMs, budgetTimeMs: startMs, recordedMs: startMs });
  });
});

describe('each report counts once', () => {
  it('the same source and id again is answered and not booked; another body is refused (openmeter#5118)', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(record(report('a', 5n)));
    const { seq } = ledger.state;
    expect(ledger.do(record(report('a', 5n)))).toMatchObject({ kind: 'recorded', usage: [{ kind: 'repeated' }] });
    expect(ledger.state.seq).toBe(seq);
    expect(ledger.refusal(record(report('a', 6n))).code).toBe('idempotency_mismatch');
    expect(ledger.counter(limited, 'org').spent).toBe(5n);
  });

  it('in one array too, and fresh ones beside a repeat are booked (autumn#2537)', () => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(record(report('a', 5n)));
    const outcome = ledger.do(record(report('a', 5n), report('b', 7n), report('b', 7n), report('c', 1n)));
    expect(outcome.kind === 'recorded' && outcome.usage.map((one) => one.kind)).toEqual([
      'repeated',
      'new',
      'new',
      'new',
    ]);
    expect(ledger.usage.map((row) => row.sourceId)).toEqual(['a', 'b', 'c']);
    expect(ledger.counter(limited, 'org').spent).toBe(13n);
  });

  it('the same id from another source is another report', () => {
    const ledger = ledgerOf();
    ledger.must(record(report('a', 5n), report('a', 5n, { source: 'other' })));
    expect(ledger.usage).toHaveLength(2);
  });
});

describe('an array is booked whole or not at all', () => {
  it.each<[name: string, bad: ReturnType<typeof report>, code: string]>([
    ['another body under a known id', report('seen', 6n), 'idempotency_mismatch'],
    ['another body under an id of the same array', report('a', 6n), 'idempotency_mismatch'],
    ['a run of another agent', report('b', 6n, { run: 'task', labels: { agent: 'other' } }), 'run_agent_mismatch'],
    ['a parent run that does not exist', report('b', 6n, { parentRun: 'nowhere' }), 'invalid_request'],
    ['another parent than the run has', report('b', 6n, { run: 'task', parentRun: 'second' }), 'invalid_request'],
  ])('%s', (_name, bad, code) => {
    const ledger = ledgerOf(freshState({ budgets: [limited] }));
    ledger.must(createRun('task'), createRun('second'), record(report('seen', 5n)));
    const before = structuredClone({ ...ledger.state, pricing: null });
    expect(ledger.refusal(record(report('a', 1n, { run: 'fresh', labels: { user: 'new' } }), bad)).code).toBe(code);
    expect({ ...ledger.state, pricing: null }).toEqual(before);
  });

  it('a key that makes no agents reports for none that is not there', () => {
    const ledger = ledgerOf();
    expect(ledger.refusal({ ...record(report('a', 5n)), mayCreateAgent: false }).code).toBe('not_found');
    ledger.must(reserve('r', 1n), { ...record(report('a', 5n)), mayCreateAgent: false });
  });

  it('two reports of a new run belong to it together; of another agent they are refused', () => {
    const ledger = ledgerOf();
    ledger.must(record(report('a', 5n, { run: 'fresh' }), report('b', 5n, { run: 'fresh' })));
    expect(ledger.state.creations.counts.get('run')).toBe(1);
    const stranger = report('d', 5n, { run: 'newer', labels: { agent: 'other' } });
    expect(ledger.refusal(record(report('c', 5n, { run: 'newer' }), stranger)).code).toBe('run_agent_mismatch');
    expect(ledger.state.runs.has('newer')).toBe(false);
  });
});
