import { describe, expect, test } from 'vitest';
import type { Budget } from '../../src/index.ts';
import { isPaused, lastsAsLong, type Pause, refusalOfPause, withPause } from '../../src/actions/pause.ts';
import {
  blockOf,
  fullThrottle,
  heldBy,
  type Restraint,
  type TakenAction,
  throttleOf,
  withOneCall,
} from '../../src/actions/restraint.ts';
import { type Crossing, takeActions } from '../../src/actions/take-actions.ts';
import { newEntry } from '../../src/registry/entry.ts';

const minuteMs = 60_000;

function taken(kind: TakenAction['kind'], requestsPerMinute: number | null = null, lifted = false): TakenAction {
  return { id: kind, atPpm: 900_000, kind, requestsPerMinute, lifted };
}

function restrained(actions: readonly TakenAction[], more: Partial<Restraint> = {}): { restraint: Restraint } {
  return { restraint: { limitVersion: 1, taken: actions, minuteStartMs: minuteMs, used: 0, ...more } };
}

describe('what holds a subject', () => {
  const [limit, raised] = [{ version: 1 }, { version: 2 }];

  test('is what was taken under this limit and not lifted', () => {
    const counter = restrained([taken('block'), taken('throttle', 5, true)]);
    expect(heldBy(limit, counter).map(({ kind }) => kind)).toEqual(['block']);
    expect(heldBy(raised, counter)).toEqual([]);
    expect(heldBy(limit, { restraint: null })).toEqual([]);
    expect(blockOf(limit, counter)?.id).toBe('block');
    expect(blockOf(limit, restrained([taken('block', null, true)]))).toBeNull();
    expect(blockOf(limit, restrained([taken('pause'), taken('throttle', 1)]))).toBeNull();
  });

  test('of several throttles the tightest', () => {
    const counter = restrained([
      taken('throttle', 9),
      taken('throttle', 2),
      taken('throttle', 1, true),
      taken('block'),
    ]);
    expect(throttleOf(limit, counter)?.requestsPerMinute).toBe(2);
    expect(throttleOf(limit, restrained([taken('block')]))).toBeNull();
  });

  test('a throttle lets as many calls through as it says in each minute of the clock, and no more', () => {
    let counter: { restraint: Restraint } = restrained([taken('throttle', 2)]);
    const call = (timeMs: number): boolean => {
      if (fullThrottle(limit, counter, timeMs) !== null) return false;
      counter = { restraint: withOneCall(limit, counter, timeMs)! };
      return true;
    };
    expect([minuteMs, minuteMs + 1, 2 * minuteMs - 1].map(call)).toEqual([true, true, false]);
    expect([2 * minuteMs, 2 * minuteMs, 2 * minuteMs].map(call)).toEqual([true, true, false]);
    expect(withOneCall(limit, restrained([taken('block')]), 0)).toBeUndefined();
  });
});

const agent = newEntry('agent', 'bot', 0);
const cause = { kind: 'budget', restrictionId: 'r', budgetId: 'b', budgetName: 'daily' } as const;

function pause(atMs: number, untilMs: number | null): Pause {
  return { agent: 'bot', atMs, untilMs, by: 'budget daily', reason: '', cause };
}

describe('a pause', () => {
  test('holds until it ends, and for ever where it does not', () => {
    const until = withPause(agent, pause(10, 100));
    expect([10, 99, 100].map((timeMs) => isPaused(until, timeMs))).toEqual([true, true, false]);
    expect(isPaused(withPause(agent, pause(10, null)), 1e15)).toBe(true);
    expect([isPaused(agent, 10), isPaused(undefined, 10)]).toEqual([false, false]);
    expect(refusalOfPause(until, 99)).toMatchObject({ code: 'agent_paused', agent: 'bot', untilMs: 100, cause });
    expect(refusalOfPause(until, 100)).toBeNull();
  });

  test('is replaced by a longer one alone, and by any once it is over', () => {
    const until = withPause(agent, pause(10, 100));
    expect(withPause(until, pause(20, 90))).toBe(until);
    expect(withPause(until, pause(20, 100))).toBe(until);
    expect(withPause(until, pause(20, 101)).pausedUntilMs).toBe(101);
    expect(withPause(until, pause(20, null)).pausedUntilMs).toBeNull();
    expect(withPause(withPause(agent, pause(10, null)), pause(20, 100)).pausedUntilMs).toBeNull();
    expect(withPause(until, pause(150, 200)).pausedUntilMs).toBe(200);
  });

  test.each([
    [null, null, true],
    [null, 5, true],
    [5, null, false],
    [5, 5, true],
    [5, 6, false],
  ])('until %s lasts as long as until %s: %s', (untilMs, otherMs, lasts) => {
    expect(lastsAsLong(untilMs, otherMs)).toBe(lasts);
  });
});

const budget: Budget = {
  id: 'b',
  name: 'daily',
  owner: null,
  per: 'org',
  match: {},
  window: 'day',
  timeZone: 'UTC',
  unit: 'usd',
  limit: 1_001n,
  limitVersion: 3,
  enforcement: 'hard',
  allowFree: false,
  windDownPpm: null,
  thresholdsPpm: [],
  actions: [
    { atPpm: 300_000, kind: 'alert', requestsPerMinute: null },
    { atPpm: 500_000, kind: 'throttle', requestsPerMinute: 7 },
    { atPpm: 900_000, kind: 'pause', requestsPerMinute: null },
    { atPpm: 1_000_000, kind: 'block', requestsPerMinute: null },
  ],
  notify: [],
  countsFromMs: 0,
  createdMs: 0,
};

function cross(
  before: bigint,
  after: bigint,
  more: Partial<Crossing> = {},
  restraint: Restraint | null = null,
  of = budget,
) {
  const place = { subject: 'scout', windowStartMs: 0, windowEndMs: 86_400_000, restraint };
  let ids = 0;
  return takeActions(of, place, { before, after, agent: 'bot', timeMs: 90_000, newId: () => `${(ids += 1)}`, ...more });
}

describe('a charge that reaches a share of the limit', () => {
  const kinds = (...args: Parameters<typeof cross>) => cross(...args)?.restrictions.map(({ kind }) => kind) ?? [];

  test('takes what stands at the shares that it reaches, and nothing for those before and after', () => {
    // Half of 1,001 is reached with 501.
    expect(kinds(0n, 500n)).toEqual([]);
    expect(kinds(500n, 501n)).toEqual(['throttle']);
    expect(kinds(501n, 900n)).toEqual([]);
    expect(kinds(400n, 1_001n)).toEqual(['throttle', 'pause', 'block']);
    expect(kinds(1_001n, 2_000n)).toEqual([]);
  });

  test('takes each once under a limit, also where it was lifted, and anew under another', () => {
    const first = cross(0n, 501n)!.restraint;
    expect(kinds(0n, 950n, {}, first)).toEqual(['pause']);
    const lifted = { ...first, taken: first.taken.map((one) => ({ ...one, lifted: true })) };
    expect(kinds(0n, 501n, {}, lifted)).toEqual([]);
    expect(cross(0n, 950n, {}, first)?.restraint.taken.map(({ kind }) => kind)).toEqual(['throttle', 'pause']);
    const raised = { ...budget, limitVersion: 4 };
    expect(kinds(0n, 501n, {}, first, raised)).toEqual(['throttle']);
    expect(cross(0n, 501n, {}, first, raised)?.restraint).toMatchObject({
      limitVersion: 4,
      used: 0,
      minuteStartMs: 60_000,
    });
  });

  test('pauses whose charge it was, or the budget’s own agent, and nobody where neither is known', () => {
    expect(cross(800n, 950n)?.pauses).toMatchObject([
      { agent: 'bot', atMs: 90_000, untilMs: 86_400_000, cause: { budgetId: 'b' } },
    ]);
    expect(cross(800n, 950n, {}, null, { ...budget, per: 'agent' })?.pauses).toMatchObject([{ agent: 'scout' }]);
    expect(cross(800n, 950n, { agent: null })).toBeNull();
    expect(cross(400n, 501n)?.pauses).toEqual([]);
    expect(cross(400n, 501n)?.restrictions).toMatchObject([{ agent: null, kind: 'throttle', requestsPerMinute: 7 }]);
  });
});
