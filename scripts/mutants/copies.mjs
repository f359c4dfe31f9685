import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout } from '../checkout.mjs';
import { mutatedPackages, plant } from './read-mutants.mjs';

/** The copies without a fault: where their tests fail, a failure says nothing about a mutant. */
export const sound = 'sound';

/** The copy with the fault of the mutant at this place of the list. */
export function copyOf(index) {
  return `m${index}`;
}

// Tests that are not asked for are left out: copying is most of the time that this takes.
function copyPackage(copy, name, tests) {
  const original = inCheckout('packages', name);
  const asked = new Set(tests.map((test) => join(original, test)));
  const filter = (path) => !path.endsWith('.test.ts') || asked.has(path);
  for (const part of ['src', 'test']) {
    cpSync(join(original, part), join(copy, 'packages', name, part), { recursive: true, filter });
  }
  // Versions that only this package wants are installed beside it.
  const own = join(original, 'node_modules');
  if (existsSync(own)) symlinkSync(own, join(copy, 'packages', name, 'node_modules'));
  // Tests of the server use the stories of core's. A link leads to the modules that `@cofferdam/core` leads to.
  if (name !== 'core') symlinkSync(inCheckout('packages', 'core'), join(copy, 'packages', 'core'));
}

function copyMutant(directory, mutant, index) {
  const copy = join(directory, copyOf(index));
  copyPackage(copy, mutant.package, mutant.tests);
  const file = join(copy, 'packages', mutant.package, mutant.file);
  writeFileSync(file, plant(readFileSync(file, 'utf8'), mutant));
  return mutant.tests.map((test) => `${copyOf(index)}/packages/${mutant.package}/${test}`);
}

function copySound(directory, name, mutants) {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  const copy = `${sound}-${name}`;
  copyPackage(join(directory, copy), name, tests);
  return tests.map((test) => `${copy}/packages/${name}/${test}`);
}

/** How the tests of a package are run here: those of the server against one real Postgres, each file in a process of its own. */
const settingsOf = {
  core: { isolate: false, testTimeout: 60_000 },
  server: {
    globalSetup: inCheckout('packages', 'server', 'test', 'postgres-setup.ts'),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

function projectOf(name, include) {
  const resolve = { conditions: ['cofferdam-source', 'node', 'default'] };
  return { resolve, ssr: { resolve }, test: { name, include, ...settingsOf[name] } };
}

/**
 * Writes a copy of the package for each mutant, one without a fault for each package, and what Vitest has to know of
 * them. Copies live outside the checkout, since Vitest takes nothing under node_modules for source.
 */
export function writeCopies(directory, mutants) {
  symlinkSync(inCheckout('node_modules'), join(directory, 'node_modules'));
  const projects = [];
  for (const name of mutatedPackages) {
    const own = mutants.filter((mutant) => mutant.package === name);
    if (own.length === 0) continue;
    const include = copySound(directory, name, own);
    for (const mutant of own) include.push(...copyMutant(directory, mutant, mutants.indexOf(mutant)));
    projects.push(projectOf(name, include));
  }
  // Tests of the server wait for Postgres more than they compute: two at a time are almost twice as fast.
  const config = { test: { maxWorkers: 2, projects } };
  writeFileSync(join(directory, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
}
