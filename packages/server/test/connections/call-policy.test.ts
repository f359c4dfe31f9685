import { describe, expect, it } from 'vitest';
import { type CallPolicy, combinePolicies, noPolicy } from '../../src/services/connections/call-policy.ts';

type Short = readonly [CallPolicy['mode'], number | null, number | null];

const policy = ([mode, maxOutputTokens, minOutputTokens]: Short): CallPolicy => ({
  mode,
  maxOutputTokens,
  minOutputTokens,
});

const none: Short = [null, null, null];

/** Mode, cap, floor: of a connection, of an agent, and of both. */
const cases: readonly (readonly [Short, Short, Short])[] = [
  [none, none, none],
  [['fit', 100, 10], none, ['fit', 100, 10]],
  [
    ['fit', null, null],
    ['strict', null, null],
    ['strict', null, null],
  ],
  [
    ['fit', null, null],
    ['fit', null, null],
    ['fit', null, null],
  ],
  [
    [null, 100, null],
    [null, 50, null],
    [null, 50, null],
  ],
  [
    [null, null, 10],
    [null, null, 20],
    [null, null, 20],
  ],
  [
    [null, 100, null],
    [null, null, 20],
    [null, 100, 20],
  ],
  [
    [null, 15, null],
    [null, null, 20],
    [null, 15, 15],
  ],
  [
    ['strict', 1, 1],
    ['fit', 2, 2],
    ['strict', 1, 1],
  ],
];

describe('two policies at once', () => {
  it.each(cases)('%j and %j are %j, whichever is whose', (a, b, both) => {
    expect(combinePolicies(policy(a), policy(b))).toEqual(policy(both));
    expect(combinePolicies(policy(b), policy(a))).toEqual(policy(both));
  });

  it('an agent without a policy adds none', () => {
    expect(combinePolicies(policy(['fit', 5, 3]), null)).toEqual(policy(['fit', 5, 3]));
    expect(combinePolicies(noPolicy, null)).toEqual(noPolicy);
  });
});
