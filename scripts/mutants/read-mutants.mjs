import { readdirSync, readFileSync } from 'node:fs';
import { inCheckout } from '../checkout.mjs';

/** The packages that faults are planted in. Paths in a package's lists are the package's own. */
export const mutatedPackages = ['core', 'server'];

function readLists(name) {
  const directory = inCheckout('scripts', 'mutants', name);
  const lists = readdirSync(directory).filter((file) => file.endsWith('.json'));
  return lists.flatMap((list) => JSON.parse(readFileSync(`${directory}/${list}`, 'utf8')));
}

/**
 * Every planted fault: the package it is planted in, what it breaks, the number of the invariant that it would violate,
 * the text in a source file that is replaced, and the tests that must then fail.
 */
export function readMutants() {
  return mutatedPackages.flatMap((name) => readLists(name).map((mutant) => ({ package: name, ...mutant })));
}

/** The source with the fault in it. Throws where the text is not there, or more than once: the mutant would be another. */
export function plant(source, mutant) {
  const parts = source.split(mutant.find);
  if (parts.length !== 2) {
    throw new Error(
      `${mutant.file} has ${parts.length - 1} places for the mutant "${mutant.name}"; it needs exactly 1`,
    );
  }
  return parts.join(mutant.replace);
}
