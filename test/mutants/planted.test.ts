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

const root = new URL('../..', import.meta.url).pathname;

function listed(name: string): Mutant[] {
  const lists = `${root}scripts/mutants/${name}`;
  const files = readdirSync(lists).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => JSON.parse(readFileSync(`${lists}/${file}`, 'utf8')) as Mutant[]);
}

const mutants = ['core', 'server'].flatMap((name) => {
  return listed(name).map((mutant) => ({ mutant, directory: `${root}packages/${name}/` }));
});

it.each(mutants)('$mutant.name: it can still be planted', ({ mutant, directory }) => {
  const places = readFileSync(`${directory}${mutant.file}`, 'utf8').split(mutant.find).length - 1;
  expect(places).toBe(1);
  expect(mutant.replace).not.toBe(mutant.find);
  expect(mutant.tests.filter((test) => !existsSync(`${directory}${test}`))).toEqual([]);
  expect(mutant.tests).not.toEqual([]);
});

it('every invariant has a mutant; no two mutants have the same name', () => {
  const held = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
  expect([...new Set(mutants.map(({ mutant }) => mutant.invariant))].toSorted((a, b) => a - b)).toEqual(held);
  expect(new Set(mutants.map(({ mutant }) => mutant.name)).size).toBe(mutants.length);
});
