import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planPolicy, type PolicyFacts, type PolicySection } from '../../src/index.ts';

type Things = Readonly<Record<string, PolicyFacts>>;

function section(desired: Things, present: Things, more: Partial<PolicySection> = {}): PolicySection {
  const mapOf = (things: Things): Map<string, PolicyFacts> => new Map(Object.entries(things));
  const fixed = { kind: 'budgets', applied: null, isWhole: true, identityOf: (facts: PolicyFacts) => facts['per'] };
  return { ...fixed, desired: mapOf(desired), present: mapOf(present), ...more };
}

describe('a plan', () => {
  test('makes what is new, changes what differs, replaces what never changes, and ends what is not in the file', () => {
    const desired = {
      same: { per: 'org', limit: '1' },
      raised: { per: 'org', limit: '5' },
      other: { per: 'agent', limit: '1' },
      fresh: { per: 'run', limit: '2' },
    };
    const present = {
      same: { limit: '1', per: 'org' },
      raised: { per: 'org', limit: '4' },
      other: { per: 'org', limit: '1' },
      old: { per: 'org', limit: '9' },
    };
    expect(planPolicy([section(desired, present)])).toEqual([
      {
        kind: 'budgets',
        name: 'raised',
        action: 'change',
        before: { limit: '4' },
        after: { limit: '5' },
        drifted: false,
      },
      {
        kind: 'budgets',
        name: 'other',
        action: 'replace',
        before: present.other,
        after: desired.other,
        drifted: false,
      },
      { kind: 'budgets', name: 'fresh', action: 'create', before: null, after: desired.fresh, drifted: false },
      { kind: 'budgets', name: 'old', action: 'delete', before: present.old, after: null, drifted: false },
    ]);
  });

  test('leaves alone what a file that is not the whole does not name, and members that it leaves out', () => {
    const part = section(
      { scout: { team: 'red' } },
      { scout: { name: 'Scout', team: 'blue' }, other: { name: 'x' } },
      { isWhole: false },
    );
    expect(planPolicy([part]).map(({ name, before, after }) => ({ name, before, after }))).toEqual([
      { name: 'scout', before: { team: 'blue' }, after: { team: 'red' } },
    ]);
  });

  test('tells a change by hand from a change of the file', () => {
    const applied = new Map(
      Object.entries({ a: { limit: '1' }, b: { limit: '1' }, c: { limit: '1' }, gone: { limit: '1' } }),
    );
    const desired = { a: { limit: '1' }, b: { limit: '2' }, c: { limit: '2' }, gone: { limit: '1' } };
    const present = { a: { limit: '7' }, b: { limit: '1' }, c: { limit: '7' }, byHand: { limit: '3' } };
    const changes = planPolicy([section(desired, present, { applied })]);
    expect(changes.map(({ name, action, drifted }) => [name, action, drifted])).toEqual([
      ['a', 'change', true],
      ['b', 'change', false],
      ['c', 'change', true],
      ['gone', 'create', true],
      ['byHand', 'delete', true],
    ]);
  });

  const things = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.record({
      per: fc.constantFrom('org', 'run'),
      limit: fc.constantFrom('1', '2'),
      notify: fc.array(fc.constantFrom('x', 'y')),
    }),
    { noNullPrototype: true },
  );

  test('once done as it says, nothing is left to do; and done by a naive hand, the file is what is there', () => {
    fc.assert(
      fc.property(things, things, (desired, present) => {
        const after: Record<string, PolicyFacts> = { ...present };
        for (const change of planPolicy([section(desired, present)])) {
          if (change.after === null) delete after[change.name];
          else if (change.action === 'change') after[change.name] = { ...after[change.name], ...change.after };
          else after[change.name] = change.after;
        }
        expect(after).toEqual(desired);
        expect(planPolicy([section(desired, after)])).toEqual([]);
      }),
    );
  });
});
