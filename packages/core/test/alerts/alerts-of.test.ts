import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertEvent, alertsOf, recoveriesOf } from '../../src/alerts/index.ts';
import { type Command, decide } from '../../src/ledger/index.ts';
import { attempt, attempts, createRun, expire, record, report, reserve, settle } from '../ledger/support/commands.ts';
import { budget, freshState, minuteMs, wallet } from '../ledger/support/state.ts';
import { carryOut } from '../ledger/support/test-ledger.ts';

/** Carries the commands out and gathers what each is to tell. */
function told(state: ReturnType<typeof freshState>, ...commands: readonly Command[]): AlertEvent[] {
  return commands.flatMap((command) => {
    const events = alertsOf(state, command, decide(state, command));
    carryOut(state, command);
    return [...events];
  });
}

function spend(id: string, amount: bigint): Command {
  return record(report(id, amount));
}

function thresholds(events: readonly AlertEvent[]): number[] {
  return events.flatMap((event) => ('thresholdPpm' in event ? [event.thresholdPpm] : []));
}

const limited = budget({ limit: 100n, per: 'agent', thresholdsPpm: [700_000, 900_000], owner: 'ada', notify: ['ops'] });

describe('thresholds', () => {
  it.each<[name: string, spends: readonly bigint[], crossed: readonly number[]]>([
    ['nothing below the first', [69n], []],
    ['the first when it is reached to the unit', [70n], [700_000]],
    ['one at a time', [70n, 20n, 10n], [700_000, 900_000, 1_000_000]],
    ['all that one charge passes', [500n], [700_000, 900_000, 1_000_000]],
    ['none again beyond the limit', [100n, 100n], [700_000, 900_000, 1_000_000]],
  ])('%s', (_name, spends, crossed) => {
    const state = freshState({ budgets: [limited] });
    const events = spends.flatMap((amount, index) => told(state, spend(String(index), amount)));
    expect(thresholds(events)).toEqual(crossed);
    expect(
      events.every((event) => (event.type === 'budget_exhausted') === thresholds([event]).includes(1_000_000)),
    ).toBe(true);
  });

  it('says the budget, whose it is, the subject, the figures after the charge, and the caller', () => {
    const state = freshState({ budgets: [limited] });
    const events = told(state, reserve('r', 80n), settle('r', 75n));
    expect(events).toMatchObject([
      {
        type: 'budget_threshold',
        thresholdPpm: 700_000,
        agent: 'bot',
        run: 'r',
        budget: {
          name: limited.name,
          owner: 'ada',
          subject: 'bot',
          limit: 100n,
          spent: 75n,
          reserved: 0n,
          notify: ['ops'],
        },
      },
    ]);
  });

  it('says whose charge it was, also in a report of many', () => {
    const ofRuns = budget({ id: 'runs', limit: 100n, per: 'run', window: 'run', thresholdsPpm: [800_000] });
    const state = freshState({ budgets: [limited, ofRuns] });
    const events = told(
      state,
      createRun('task', { labels: { agent: 'one' } }),
      record(
        report('a', 10n, { labels: { agent: 'one', team: 'blue' } }),
        report('b', 75n, { labels: { agent: 'two', team: 'red' }, run: 'below', parentRun: 'task' }),
        report('c', 5n, { labels: { agent: 'one' }, run: 'task' }),
        report('d', attempts(attempt('no-such-model', 1, 1)), { labels: { agent: 'four' } }),
      ),
    );
    expect(events).toMatchObject([
      { type: 'budget_threshold', budget: { per: 'agent', subject: 'two' }, agent: 'two', team: 'red', run: 'below' },
      { type: 'budget_threshold', budget: { per: 'run', subject: 'task' }, agent: 'one', team: null, run: 'task' },
      { type: 'model_unpriced', agent: 'four' },
    ]);
  });

  it('money that is only held tells nobody', () => {
    expect(told(freshState({ budgets: [limited] }), reserve('r', 95n))).toEqual([]);
  });

  it('a soft budget tells like a hard one, and one of 0 has no shares to tell of', () => {
    const soft = budget({ limit: 100n, enforcement: 'soft', thresholdsPpm: [500_000] });
    expect(thresholds(told(freshState({ budgets: [soft] }), spend('1', 60n)))).toEqual([500_000]);
    expect(told(freshState({ budgets: [budget({ limit: 0n, enforcement: 'soft' })] }), spend('1', 60n))).toEqual([]);
  });

  it('another subject, another limit and another window are told apart; the same ones are not', () => {
    const keys = (limitVersion: number, agent: string): string[] => {
      const state = freshState({ budgets: [{ ...limited, limitVersion }] });
      const given = { labels: { agent } };
      return told(state, record(report('1', 70n, given))).map((event) => event.dedupeKey);
    };
    expect(new Set([...keys(1, 'bot'), ...keys(1, 'bot'), ...keys(2, 'bot'), ...keys(1, 'other')]).size).toBe(3);
  });

  it('are told exactly when the sum of charges first reaches the share, as counted by hand', () => {
    const charges = fc.array(fc.bigInt({ min: 0n, max: 60n }), { maxLength: 12 });
    const shares = fc.uniqueArray(fc.integer({ min: 1, max: 999_999 }), { maxLength: 4 });
    fc.assert(
      fc.property(charges, shares, fc.bigInt({ min: 1n, max: 300n }), (amounts, thresholdsPpm, limit) => {
        const state = freshState({ budgets: [budget({ limit, thresholdsPpm, enforcement: 'soft' })] });
        let sum = 0;
        for (const [index, amount] of amounts.entries()) {
          const events = told(state, spend(String(index), amount));
          const before = sum / Number(limit);
          sum += Number(amount);
          const after = sum / Number(limit);
          const due = [...thresholdsPpm, 1_000_000].filter((ppm) => before < ppm / 1e6 && after >= ppm / 1e6);
          expect(thresholds(events)).toEqual(due.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});

describe('what else is told', () => {
  it('a refusal for good, by the budget that refused; one that a wait cures is not', () => {
    const hard = budget({ limit: 100n });
    const state = freshState({ budgets: [hard] });
    told(state, reserve('a', 60n));
    expect(told(state, reserve('b', 60n))).toEqual([]);
    const [event] = told(state, reserve('c', 101n));
    expect(event).toMatchObject({ type: 'budget_refused', agent: 'bot', required: 101n, budget: { reserved: 60n } });
    const again = told(state, reserve('d', 500n));
    expect(again.map((one) => one.dedupeKey)).toEqual([event?.dedupeKey]);
  });

  it('a wallet that a charge empties, and again after a top-up', () => {
    const state = freshState({ wallet: wallet({ balance: 100n }) });
    const first = told(state, reserve('a', 100n), settle('a', 100n));
    expect(first).toMatchObject([{ type: 'wallet_empty', balance: 0n }]);
    const topUp = { kind: 'top-up', amountNanoUsd: 50n, reference: 'p', hash: 'p' } as const;
    const second = told(state, spend('1', 1n), topUp, reserve('b', 49n), settle('b', 60n));
    expect(second).toMatchObject([{ type: 'wallet_empty' }]);
    expect(second[0]?.dedupeKey).not.toBe(first[0]?.dedupeKey);
  });

  it('a wallet that falls below its mark, once, and again after credit has brought it back to it', () => {
    const state = freshState({ wallet: wallet({ balance: 100n, lowBalance: 40n }) });
    const topUp = (reference: string, amountNanoUsd: bigint): Command => {
      return { kind: 'top-up', amountNanoUsd, reference, hash: reference };
    };
    const pay = (id: string, amount: bigint): Command[] => [reserve(id, amount), settle(id, amount)];
    const types = (...commands: readonly Command[]): string[] => told(state, ...commands).map(({ type }) => type);
    expect(types(...pay('a', 60n))).toEqual([]);
    expect(told(state, ...pay('b', 1n))).toMatchObject([{ type: 'wallet_low', balance: 39n, lowBalance: 40n }]);
    expect(types(...pay('c', 9n), topUp('x', 9n), ...pay('d', 9n))).toEqual([]);
    expect(types(topUp('y', 10n), ...pay('e', 1n))).toEqual(['wallet_low']);
    expect(types(...pay('f', 39n))).toEqual(['wallet_empty']);
    expect(types(topUp('z', 40n), ...pay('g', 40n))).toEqual(['wallet_low', 'wallet_empty']);
  });

  it('a first purchase that does not reach the mark', () => {
    const state = freshState({ wallet: wallet({ mode: 'postpaid', lowBalance: 40n }) });
    expect(told(state, spend('1', 5n))).toEqual([]);
    const first = { kind: 'top-up', amountNanoUsd: 39n, reference: 'x', hash: 'x' } as const;
    expect(told(state, first)).toMatchObject([{ type: 'wallet_low', balance: 39n }]);
  });

  it.each<[name: string, balance: bigint, added: bigint, over: readonly string[]]>([
    ['to the mark from below', 39n, 1n, ['wallet_low']],
    ['not yet to the mark', 38n, 1n, []],
    ['from above', 40n, 1n, []],
    ['above nothing, below the mark', 0n, 39n, ['wallet_empty']],
    ['out of debt', -5n, 5n, []],
    ['from debt to above the mark', -5n, 45n, ['wallet_low', 'wallet_empty']],
  ])('credit ends what it ends: %s', (_name, balance, added, over) => {
    const state = freshState({ wallet: wallet({ balance, lowBalance: 40n }) });
    const topUp = { kind: 'top-up', amountNanoUsd: added, reference: 'x', hash: 'x' } as const;
    expect(recoveriesOf(state, decide(state, topUp)).map(({ type }) => type)).toEqual(over);
    expect(alertsOf(state, topUp, decide(state, topUp))).toEqual([]);
  });

  it('a model without a price, once a day', () => {
    const state = freshState();
    const events = ['1', '2'].flatMap((id) => told(state, record(report(id, attempts(attempt('mystery', 1, 1))))));
    expect(events).toMatchObject([{ type: 'model_unpriced', model: 'mystery' }, { type: 'model_unpriced' }]);
    expect(new Set(events.map((event) => event.dedupeKey)).size).toBe(1);
  });

  it('a reservation that ran out of time', () => {
    const state = freshState();
    told(state, reserve('r', 10n, { ttlMs: minuteMs }));
    state.timeMs += minuteMs;
    expect(told(state, expire('r'))).toMatchObject([{ type: 'reservation_expired', reservationId: 'r', agent: 'bot' }]);
  });
});
