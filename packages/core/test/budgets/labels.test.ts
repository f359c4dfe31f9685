import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  type Dimensions,
  type Match,
  matches,
  modelSubject,
  type Per,
  subjectsOf,
} from '../../src/budgets/index.ts';
import { legsOf } from '../../src/ledger/index.ts';
import { labels, reserve } from '../ledger/support/commands.ts';
import { budget, freshState } from '../ledger/support/state.ts';
import { ledgerOf } from '../ledger/support/test-ledger.ts';

const full = labels({ workflow: 'w', connection: 'c', user: 'u', team: 't', provider: 'acme', model: 'small' });

describe('the subjects of a budget', () => {
  it.each<[per: Per, subjects: string[], absent: string[]]>([
    ['org', ['org'], ['org']],
    ['agent', ['bot'], ['bot']],
    ['team', ['t'], []],
    ['workflow', ['w'], []],
    ['connection', ['c'], []],
    ['user', ['u'], []],
    ['model', ['acme/small'], []],
    ['run', ['child', 'root'], ['child', 'root']],
  ])('per %s: %j, and %j where the label is absent', (per, subjects, absent) => {
    const path = ['child', 'root'];
    expect(subjectsOf(budget({ per, limit: 1n }), full, path)).toEqual(subjects);
    expect(subjectsOf(budget({ per, limit: 1n }), labels(), path)).toEqual(absent);
  });

  it('a model is canonical with its provider, and stands alone without', () => {
    expect(modelSubject({ provider: 'acme', model: 'small' })).toBe('acme/small');
    expect(modelSubject({ provider: null, model: 'small' })).toBe('small');
    expect(modelSubject({ provider: 'acme', model: null })).toBe(null);
  });
});

describe('the filters of a budget', () => {
  it.each<[name: string, match: Match, isMatch: boolean, isMatchWhenAbsent: boolean]>([
    ['none match everything', {}, true, true],
    ['the agent', { agent: ['bot'] }, true, true],
    ['another agent', { agent: ['other'] }, false, false],
    ['one of several', { workflow: ['v', 'w'] }, true, false],
    ['none of several', { workflow: ['v', 'x'] }, false, false],
    ['none at all', { user: [] }, false, false],
    ['all of several dimensions', { user: ['u'], team: ['t'], connection: ['c'] }, true, false],
    ['one dimension that differs', { user: ['u'], team: ['s'] }, false, false],
    ['the provider', { provider: ['acme'] }, true, false],
    ['the model by its own id', { model: ['small'] }, true, false],
    ['the model by provider/model', { model: ['acme/small'] }, true, false],
    ['the model of another provider', { model: ['zenith/small'] }, false, false],
  ])('%s', (_name, match, isMatch, isMatchWhenAbsent) => {
    expect(matches(budget({ match, limit: 1n }), full)).toBe(isMatch);
    expect(matches(budget({ match, limit: 1n }), labels())).toBe(isMatchWhenAbsent);
  });

  it('one agent of an "agent" budget has a counter of its own', () => {
    const perAgent = budget({ per: 'agent', limit: 10n, match: { agent: ['a', 'b'] } });
    const ledger = ledgerOf(freshState({ budgets: [perAgent] }));
    for (const agent of ['a', 'b']) ledger.must(reserve(`r-${agent}`, 10n, { labels: { agent } }));
    ledger.must(reserve('r-c', 1_000n, { labels: { agent: 'c' } }));
    expect(ledger.refusal(reserve('again', 1n, { labels: { agent: 'b' } }))).toMatchObject({
      shortfall: { subject: 'b' },
    });
    expect(ledger.counter(perAgent, 'c')).toEqual({ spent: 0n, reserved: 0n });
  });
});

const pers: readonly Per[] = ['org', 'team', 'agent', 'workflow', 'connection', 'user', 'model', 'run'];
const optional = ['workflow', 'connection', 'user', 'team'] as const;
const value = fc.constantFrom('x', 'y');
const someLabels = fc.record(
  { workflow: value, connection: value, user: value, team: value, provider: value, model: value },
  { requiredKeys: [] },
);
const someMatch = fc.record(
  Object.fromEntries([...optional, 'provider', 'model'].map((name) => [name, fc.array(value, { maxLength: 2 })])),
  { requiredKeys: [] },
) as fc.Arbitrary<Match>;
const someBudgets = fc.array(
  fc.record({ per: fc.constantFrom(...pers), match: someMatch, limit: fc.bigInt(0n, 20n) }),
  { maxLength: 6 },
);

/** Fewer labels: those of the fuller call that the mask lets stand. */
function fewer(given: Partial<Dimensions>, mask: readonly boolean[]): Partial<Dimensions> {
  return Object.fromEntries(Object.entries(given).filter((_entry, index) => mask[index] === true));
}

describe('adding a label only adds constraints (cycles: a cap evaded by adding a workflow)', () => {
  const masks = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });

  function named(given: readonly Pick<Budget, 'per' | 'match' | 'limit'>[]): Budget[] {
    return given.map((one, index) => budget({ ...one, id: `budget-${index}` }));
  }

  it('every budget that counts a call counts the same call with more labels', () => {
    fc.assert(
      fc.property(someBudgets, someLabels, masks, (given, fuller, mask) => {
        // The subject of a model changes from its bare name to provider/model: a provider cannot be left out alone.
        const kept = fewer(fuller, mask);
        fc.pre(kept.model === undefined || kept.provider === fuller.provider);
        const keysOf = (own: Partial<Dimensions>): Set<string> =>
          new Set(
            legsOf(
              { budgets: named(given), runs: new Map() },
              { dimensions: labels(own), run: 'r', runPath: ['r'], budgetTimeMs: 0 },
            ).map((leg) => leg.key),
          );
        const all = keysOf(fuller);
        for (const key of keysOf(kept)) expect(all.has(key)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('so what is refused stays refused', () => {
    const amounts = fc.array(fc.bigInt(1n, 15n), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(someBudgets, someLabels, masks, amounts, (given, fuller, mask, spent) => {
        const kept = fewer(fuller, mask);
        fc.pre(kept.model === undefined || kept.provider === fuller.provider);
        const ledger = ledgerOf(freshState({ budgets: named(given) }));
        for (const [index, amount] of spent.entries()) ledger.do(reserve(`held-${index}`, amount, { labels: kept }));
        const isHeld = (own: Partial<Dimensions>): boolean => {
          const state = { ...ledger.state, pricing: { ...ledger.state.pricing, isPriced: () => true } };
          return ledgerOf(structuredCopy(state)).do(reserve('next', 5n, { labels: own })).kind === 'reserved';
        };
        if (!isHeld(kept)) expect(isHeld(fuller)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** A copy that can be changed without changing the original; prices are functions and are shared. */
function structuredCopy(state: Parameters<typeof ledgerOf>[0] & object): typeof state {
  const { pricing, ...rest } = state;
  return { ...structuredClone(rest), pricing };
}

describe('every scope is counted by the same code: no spend of a project goes unwritten (litellm#33871)', () => {
  it.each(pers.filter((per) => per !== 'run'))('per %s', (per) => {
    const only = budget({ per, limit: 10n });
    const ledger = ledgerOf(freshState({ budgets: [only] }));
    ledger.must(reserve('r', 10n, { labels: full }));
    expect(ledger.refusal(reserve('s', 1n, { labels: full })).code).toBe('budget_in_flight');
  });
});
