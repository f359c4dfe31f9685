import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCapId } from '../../src/budgets/index.ts';
import type { Command } from '../../src/ledger/index.ts';
import { maxRunDepth, type Run } from '../../src/runs/index.ts';
import { createRun, expire, extend, record, release, report, reserve, settle } from '../ledger/support/commands.ts';
import { budget, freshState, minuteMs } from '../ledger/support/state.ts';
import { ledgerOf, type TestLedger } from '../ledger/support/test-ledger.ts';

/** A line of runs, each the child of the one before, with these caps. */
function lineOf(...caps: readonly (bigint | null)[]): TestLedger {
  const ledger = ledgerOf();
  for (const [depth, limitNanoUsd] of caps.entries()) {
    ledger.must(createRun(`run-${depth}`, { parentRun: depth === 0 ? null : `run-${depth - 1}`, limitNanoUsd }));
  }
  return ledger;
}

function cap(ledger: TestLedger, run: string): { spent: bigint; reserved: bigint } {
  return ledger.counter(runCapId, run);
}

describe('a cap holds for a run and its whole tree', () => {
  it.each<[name: string, caps: (bigint | null)[], fits: bigint, namedRun: string]>([
    ['the cap of the run itself', [null, null, 10n], 10n, 'run-2'],
    ['the cap of its parent', [null, 10n, null], 10n, 'run-1'],
    ['the cap of the root', [10n, null, null], 10n, 'run-0'],
    ['a smaller cap of a child', [100n, 50n, 10n], 10n, 'run-2'],
    ['a larger cap of a child lifts nothing', [10n, 50n, 100n], 10n, 'run-0'],
    ['a smaller cap in the middle', [100n, 10n, 50n], 10n, 'run-1'],
  ])('%s', (_name, caps, fits, namedRun) => {
    const ledger = lineOf(...caps);
    const over = ledger.refusal(reserve('over', fits + 1n, { run: 'run-2' }));
    expect(over).toMatchObject({ code: 'run_cap_exceeded', shortfall: { subject: namedRun, limit: { per: 'run' } } });
    ledger.must(reserve('fits', fits, { run: 'run-2' }));
    expect(ledger.refusal(reserve('more', 1n, { run: 'run-2' })).code).toBe('budget_in_flight');
  });

  it('what a child spends is gone for its siblings and its parent', () => {
    const ledger = lineOf(10n);
    ledger.must(createRun('left', { parentRun: 'run-0' }), createRun('right', { parentRun: 'run-0' }));
    ledger.must(reserve('a', 6n, { run: 'left' }), settle('a', 6n));
    expect(ledger.refusal(reserve('b', 5n, { run: 'right' })).code).toBe('run_cap_exceeded');
    expect(ledger.refusal(reserve('b', 5n, { run: 'run-0' })).code).toBe('run_cap_exceeded');
    ledger.must(reserve('b', 4n, { run: 'right' }));
  });

  it('every way of closing reaches every level', () => {
    const ledger = lineOf(100n, 100n, 100n);
    const run = 'run-2';
    ledger.must(reserve('a', 10n, { run }), reserve('b', 10n, { run }), reserve('c', 10n, { run, ttlMs: minuteMs }));
    ledger.must(reserve('d', 10n, { run }), extend('d', { amountNanoUsd: 15n }));
    for (const id of ['run-0', 'run-1', 'run-2']) expect(cap(ledger, id)).toEqual({ spent: 0n, reserved: 45n });
    ledger.pass(minuteMs);
    ledger.must(settle('a', 7n), release('b'), expire('c'), settle('d', 20n));
    for (const id of ['run-0', 'run-1', 'run-2']) expect(cap(ledger, id)).toEqual({ spent: 27n, reserved: 0n });
  });

  it('a budget per run counts the run and all its descendants, each for itself', () => {
    const perRun = budget({ per: 'run', limit: 10n });
    const ledger = ledgerOf(freshState({ budgets: [perRun] }));
    ledger.must(createRun('root'), createRun('child', { parentRun: 'root' }));
    ledger.must(reserve('a', 6n, { run: 'child' }), reserve('b', 4n, { run: 'root' }));
    expect(ledger.counter(perRun, 'child').reserved).toBe(6n);
    expect(ledger.counter(perRun, 'root').reserved).toBe(10n);
    expect(ledger.refusal(reserve('c', 1n, { run: 'child' }))).toMatchObject({ shortfall: { subject: 'root' } });
    ledger.must(reserve('d', 10n, { run: 'elsewhere' }), reserve('e', 10n));
    expect(ledger.counter(perRun, 'e').reserved).toBe(10n);
  });

  it('parents of other agents count too: a sub-agent spends from the run that called it', () => {
    const ledger = lineOf(10n);
    ledger.must(createRun('sub', { parentRun: 'run-0', labels: { agent: 'helper-bot' } }));
    expect(ledger.refusal(reserve('a', 11n, { run: 'sub', labels: { agent: 'helper-bot' } })).code).toBe(
      'run_cap_exceeded',
    );
  });
});

describe('the tree', () => {
  it(`goes ${maxRunDepth} levels below its root and no further`, () => {
    const ledger = lineOf(...Array.from({ length: maxRunDepth + 1 }, () => null));
    const tooDeep = createRun('too-deep', { parentRun: `run-${maxRunDepth}` });
    expect(ledger.refusal(tooDeep)).toMatchObject({ code: 'invalid_request', field: 'parent_run' });
    expect(ledger.refusal(reserve('r', 1n, { parentRun: `run-${maxRunDepth}` }))).toMatchObject({
      field: 'parent_run',
    });
    expect(ledger.state.runs.get(`run-${maxRunDepth}`)?.path).toHaveLength(maxRunDepth + 1);
  });

  it('has no cycles: no run is its own parent, and a parent never changes', () => {
    const ledger = lineOf(null, null, null);
    const isRefused = { code: 'invalid_request', field: 'parent_run' };
    expect(ledger.refusal(createRun('self', { parentRun: 'self' }))).toMatchObject(isRefused);
    expect(ledger.refusal(createRun('run-0', { parentRun: 'run-2' }))).toMatchObject(isRefused);
    expect(ledger.refusal(createRun('run-2', { parentRun: 'run-0' }))).toMatchObject(isRefused);
    expect(ledger.refusal(reserve('r', 1n, { run: 'run-0', parentRun: 'run-1' }))).toMatchObject(isRefused);
    expect(ledger.refusal(reserve('r', 1n, { run: 'run-2', parentRun: 'run-0' }))).toMatchObject(isRefused);
    ledger.must(reserve('r', 1n, { run: 'run-2', parentRun: 'run-1' }), reserve('s', 1n, { run: 'run-2' }));
  });

  it('a call that was a run of its own is given no parent later: its reservation counts for none', () => {
    const ledger = lineOf(10n);
    ledger.must(reserve('call', 5n));
    for (const late of [
      createRun('call', { parentRun: 'run-0' }),
      reserve('next', 1n, { run: 'call', parentRun: 'run-0' }),
      record(report('u', 1n, { run: 'call', parentRun: 'run-0' })),
    ]) {
      expect(ledger.refusal(late)).toMatchObject({ code: 'invalid_request', field: 'parent_run' });
    }
    ledger.must(reserve('next', 1n, { run: 'call' }), settle('call', 5n));
    expect(cap(ledger, 'run-0')).toEqual({ spent: 0n, reserved: 0n });
  });

  it('a parent must exist', () => {
    expect(ledgerOf().refusal(createRun('child', { parentRun: 'nowhere' }))).toMatchObject({ field: 'parent_run' });
    expect(ledgerOf().refusal(reserve('r', 1n, { run: 'child', parentRun: 'nowhere' }))).toMatchObject({
      field: 'parent_run',
    });
  });

  it('whatever is asked of it, every path leads from a run over its parents to a root', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
    const wishes = fc.array(fc.tuple(ids, fc.option(ids), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(wishes, (wanted) => {
        const ledger = ledgerOf();
        for (const [index, [id, parentRun, byReserve]] of wanted.entries()) {
          ledger.do(byReserve ? reserve(`r-${index}`, 1n, { run: id, parentRun }) : createRun(id, { parentRun }));
        }
        for (const run of ledger.state.runs.values()) expect(run.path).toEqual(pathOf(ledger, run));
      }),
    );
  });
});

/** The path found by walking up; endless where there is a cycle, hence the bound. */
function pathOf(ledger: TestLedger, run: Run): string[] {
  const path = [run.id];
  for (let parent = run.parent; parent !== null; parent = ledger.state.runs.get(parent)!.parent) {
    path.push(parent);
    if (path.length > maxRunDepth + 1) throw new Error(`too deep or endless: ${path.join(' < ')}`);
  }
  return path;
}

describe('a run is bound to its first agent', () => {
  it.each<[name: string, first: Command]>([
    ['made by a call', reserve('first', 1n, { run: 'task' })],
    ['made in advance', createRun('task')],
    ['a call that was a run of its own', reserve('task', 1n)],
  ])('%s', (_name, first) => {
    const ledger = ledgerOf();
    ledger.must(first);
    const stranger = { labels: { agent: 'other' } };
    const mismatch = { code: 'run_agent_mismatch', run: 'task', agent: 'other', boundTo: 'bot' };
    expect(ledger.refusal(reserve('second', 1n, { run: 'task', ...stranger }))).toEqual(mismatch);
    expect(ledger.refusal(createRun('task', stranger))).toEqual(mismatch);
    ledger.must(reserve('second', 1n, { run: 'task' }));
  });
});
