import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Mutant {
  readonly name: string;
  readonly invariant: number;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly tests: readonly string[];
}

const core = new URL('../..', import.meta.url).pathname;
const lists = new URL('../../../../scripts/mutants/', import.meta.url).pathname;

const mutants = readdirSync(lists)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(`${lists}${file}`, 'utf8')) as Mutant[]);

it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s: it can still be planted', (_name, mutant) => {
  const places = readFileSync(`${core}${mutant.file}`, 'utf8').split(mutant.find).length - 1;
  expect(places).toBe(1);
  expect(mutant.replace).not.toBe(mutant.find);
  expect(mutant.tests.filter((test) => !existsSync(`${core}${test}`))).toEqual([]);
  expect(mutant.tests).not.toEqual([]);
});

// Transactions, alerts and tenants (5 in part, 10, 12, 14) are held outside core.
it('every invariant that core holds has a mutant, and no two mutants have the same name', () => {
  const held = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16];
  expect([...new Set(mutants.map(({ invariant }) => invariant))].toSorted((a, b) => a - b)).toEqual(held);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
