import { describe, expect, it } from 'vitest';
import type { WindowKind } from '../../src/windows/index.ts';
import { type Budget, counterKey } from '../../src/budgets/index.ts';
import { budgetWindow, emptyCounter, legsOf } from '../../src/ledger/index.ts';
import { record, report, reserve, settle } from '../ledger/support/commands.ts';
import { budget, dayMs, freshState, startMs } from '../ledger/support/state.ts';
import { ledgerOf, type TestLedger } from '../ledger/support/test-ledger.ts';

const hourMs = 3_600_000;

function exhaust(given: Budget, timeMs: number): TestLedger {
  const ledger = ledgerOf(freshState({ budgets: [given], timeMs }));
  ledger.must(reserve('first', given.limit), settle('first', given.limit));
  return ledger;
}

describe('a window is computed, never reset: spend blocks until its end and not a millisecond longer', () => {
  it.each<[window: WindowKind, timeZone: string, from: string, end: string]>([
    ['minute', 'UTC', '2026-11-23T12:00:30Z', '2026-11-23T12:01:00Z'],
    ['hour', 'UTC', '2026-11-23T12:00:30Z', '2026-11-23T13:00:00Z'],
    ['hour', 'Asia/Kolkata', '2026-11-23T12:00:30Z', '2026-11-23T12:30:00Z'],
    ['day', 'UTC', '2026-11-23T12:00:30Z', '2026-11-24T00:00:00Z'],
    ['day', 'Europe/Berlin', '2026-11-23T12:00:30Z', '2026-11-23T23:00:00Z'],
    ['day', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['week', 'UTC', '2026-11-23T12:00:30Z', '2026-11-30T00:00:00Z'],
    ['month', 'America/New_York', '2026-11-23T12:00:30Z', '2026-12-01T05:00:00Z'],
    ['quarter', 'UTC', '2026-11-23T12:00:30Z', '2027-01-01T00:00:00Z'],
    ['year', 'UTC', '2026-11-23T12:00:30Z', '2027-01-01T00:00:00Z'],
  ])('%s in %s: spent at %s, free at %s', (window, timeZone, from, end) => {
    const ledger = exhaust(budget({ limit: 10n, window, timeZone }), Date.parse(from));
    ledger.state.timeMs = Date.parse(end) - 1;
    expect(ledger.refusal(reserve('still', 1n))).toMatchObject({
      shortfall: { windowEndMs: Date.parse(end), spent: 10n },
    });
    ledger.state.timeMs = Date.parse(end);
    ledger.must(reserve('next', 10n));
  });

  it.each<WindowKind>(['lifetime'])('a %s never ends', (window) => {
    const ledger = exhaust(budget({ limit: 10n, window }), startMs);
    ledger.pass(10_000 * dayMs);
    expect(ledger.refusal(reserve('still', 1n))).toMatchObject({
      code: 'budget_exceeded',
      shortfall: { windowEndMs: null },
    });
  });

  it('a new window starts at zero while the old one keeps what was spent (litellm#34492, bifrost#5925)', () => {
    const daily = budget({ limit: 10n, window: 'day' });
    const ledger = exhaust(daily, startMs);
    ledger.pass(dayMs);
    ledger.must(reserve('next', 4n), settle('next', 4n));
    expect([...ledger.state.counters.values()].map(({ spent }) => spent)).toEqual([10n, 4n]);
  });
});

describe('windows of different lengths hold side by side', () => {
  it('the one that is full refuses, and the refusal names it', () => {
    const hourly = budget({ id: 'hourly', limit: 10n, window: 'hour' });
    const daily = budget({ id: 'daily', limit: 15n, window: 'day' });
    const ledger = ledgerOf(freshState({ budgets: [hourly, daily] }));
    ledger.must(reserve('a', 10n), settle('a', 10n));
    expect(ledger.refusal(reserve('b', 1n))).toMatchObject({ shortfall: { limit: { id: 'hourly' } } });
    ledger.pass(hourMs);
    ledger.must(reserve('b', 5n), settle('b', 5n));
    expect(ledger.refusal(reserve('c', 1n))).toMatchObject({ shortfall: { limit: { id: 'daily' } } });
  });
});

describe('what a budget counts is a pure function of the charge and the budget', () => {
  it('windows before the one it was made in have no counters', () => {
    const monthly = budget({ limit: 1n, window: 'month', countsFromMs: Date.UTC(2026, 10, 1) });
    expect(budgetWindow(monthly, Date.UTC(2026, 9, 31, 23, 59))).toBe(null);
    expect(budgetWindow(monthly, Date.UTC(2026, 10, 1))).toEqual({
      startMs: Date.UTC(2026, 10, 1),
      endMs: Date.UTC(2026, 11, 1),
    });
  });

  it('one made mid-window counts from the rows what was spent and reserved before it', () => {
    const daily = budget({ limit: 100n, window: 'day' });
    const counted = ledgerOf(freshState({ budgets: [daily] }));
    const without = ledgerOf();
    for (const ledger of [counted, without]) {
      ledger.must(record(report('yesterday', 9n, { timeMs: startMs - dayMs })));
      ledger.must(reserve('a', 40n), settle('a', 30n), record(report('u', 5n)), reserve('b', 20n));
    }
    const seeded = seedFrom(without, daily);
    expect(seeded).toEqual(
      new Map([...counted.state.counters].filter(([, { windowStartMs }]) => windowStartMs > startMs - dayMs)),
    );
    const later = ledgerOf({ ...without.state, budgets: [daily], counters: seeded });
    expect(later.refusal(reserve('c', 46n)).code).toBe('budget_in_flight');
    later.must(reserve('c', 45n), settle('b', 20n));
    expect(later.state.counters.get(counterKey(daily.id, 'org', Date.UTC(2026, 10, 23)))).toMatchObject({
      spent: 55n,
      reserved: 45n,
    });
  });
});

/** The counters of a budget made now, summed over the rows of its current window. */
function seedFrom(ledger: TestLedger, made: Budget): TestLedger['state']['counters'] {
  const counters: TestLedger['state']['counters'] = new Map();
  const sources = { budgets: [{ ...made, countsFromMs: Date.UTC(2026, 10, 23) }], runs: ledger.state.runs };
  const held = [...ledger.state.reservations.values()].filter(({ state }) => state === 'held');
  const charged = [
    ...ledger.usage.map((row) => ({
      row,
      path: [row.run],
      at: row.budgetTimeMs,
      spent: row.costNanoUsd!,
      reserved: 0n,
    })),
    ...held.map((row) => ({ row, path: row.runPath, at: row.createdMs, spent: 0n, reserved: row.amountNanoUsd })),
  ];
  for (const { row, path, at, spent, reserved } of charged) {
    for (const leg of legsOf(sources, { ...row, runPath: path, budgetTimeMs: at })) {
      const counter = counters.get(leg.key) ?? emptyCounter(leg);
      counters.set(leg.key, { ...counter, spent: counter.spent + spent, reserved: counter.reserved + reserved });
    }
  }
  return counters;
}

describe('raising a limit frees at once, lowering it below what is spent refuses at once', () => {
  it('without touching a counter', () => {
    const limited = budget({ limit: 10n });
    const ledger = exhaust(limited, startMs);
    ledgerOf({ ...ledger.state, budgets: [{ ...limited, limit: 15n }] }).must(reserve('next', 5n));
    const lowered = ledgerOf({ ...ledger.state, budgets: [{ ...limited, limit: 3n }] });
    expect(lowered.refusal(reserve('more', 1n))).toMatchObject({ code: 'budget_exceeded', shortfall: { spent: 10n } });
  });
});
