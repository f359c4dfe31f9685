// node scripts/mutants.mjs [words]: plants known faults in copies of packages/core and sees that the tests catch each.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inCheckout } from './checkout.mjs';
import { mutatedPackage, plant, readMutants } from './mutants/read-mutants.mjs';
import { runCommand, tool } from './run-command.mjs';

/** The copy without a fault: where its tests fail, a failure says nothing about a mutant. */
const sound = 'sound';

// Copies live outside the checkout, since Vitest takes nothing under node_modules for source. Tests that are not asked
// for are left out: copying is most of the time that this takes.
function copyPackage(directory, name, tests) {
  const asked = new Set(tests.map((test) => join(mutatedPackage, test)));
  const filter = (path) => !path.endsWith('.test.ts') || asked.has(path);
  for (const part of ['src', 'test']) {
    cpSync(join(mutatedPackage, part), join(directory, name, part), { recursive: true, filter });
  }
}

function prepare(directory, mutants) {
  symlinkSync(inCheckout('node_modules'), join(directory, 'node_modules'));
  const all = mutants.flatMap(({ tests }) => tests);
  copyPackage(directory, sound, all);
  const include = new Set(all.map((test) => `${sound}/${test}`));
  for (const [index, mutant] of mutants.entries()) {
    copyPackage(directory, `m${index}`, mutant.tests);
    const file = join(directory, `m${index}`, mutant.file);
    writeFileSync(file, plant(readFileSync(file, 'utf8'), mutant));
    for (const test of mutant.tests) include.add(`m${index}/${test}`);
  }
  const config = { test: { include: [...include], isolate: false, testTimeout: 60_000 } };
  writeFileSync(join(directory, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
}

/** The tests that failed in each copy; `null` for a file that did not even run. */
function failuresByCopy(directory, report) {
  const failures = new Map();
  for (const { name, assertionResults } of report.testResults) {
    const [copy, ...path] = relative(directory, name).split(/[/\\]/);
    const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title);
    const known = failures.get(copy) ?? { failed: [], broken: [] };
    known.failed.push(...failed);
    if (assertionResults.length === 0) known.broken.push(path.join('/'));
    failures.set(copy, known);
  }
  return failures;
}

async function runTests(directory) {
  const output = join(directory, 'report.json');
  const args = ['run', '--root', directory, '--reporter=json', `--outputFile=${output}`];
  await runCommand(tool('vitest'), args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return failuresByCopy(directory, JSON.parse(readFileSync(output, 'utf8')));
}

function verdictOn(result) {
  if (result === undefined) return 'NOT RUN';
  if (result.broken.length > 0) return `BROKEN: ${result.broken.join(', ')} did not run`;
  const [first, ...others] = result.failed;
  if (first === undefined) return 'SURVIVED';
  return others.length === 0 ? first : `${first} (and ${others.length} more)`;
}

function isKilled(result) {
  return result !== undefined && result.broken.length === 0 && result.failed.length > 0;
}

function printTable(mutants, results) {
  const width = Math.max('mutant'.length, ...mutants.map(({ name }) => name.length));
  console.log(`${'mutant'.padEnd(width)}  invariant  killed by`);
  for (const [index, { name, invariant }] of mutants.entries()) {
    console.log(`${name.padEnd(width)}  ${String(invariant).padStart(9)}  ${verdictOn(results.get(`m${index}`))}`);
  }
}

function judge(mutants, results) {
  const unsound = results.get(sound);
  if (unsound === undefined || unsound.failed.length + unsound.broken.length > 0) {
    console.error(`The tests do not pass without a fault: ${verdictOn(unsound)}`);
    return 1;
  }
  printTable(mutants, results);
  const alive = mutants.filter((_mutant, index) => !isKilled(results.get(`m${index}`)));
  console.log(`\n${mutants.length - alive.length} of ${mutants.length} mutants killed.`);
  return alive.length === 0 ? 0 : 1;
}

async function main(words) {
  const mutants = readMutants().filter((mutant) => words.every((word) => JSON.stringify(mutant).includes(word)));
  if (mutants.length === 0) {
    console.error('No mutant is called that.');
    return 1;
  }
  const directory = mkdtempSync(join(tmpdir(), 'cofferdam-mutants-'));
  try {
    prepare(directory, mutants);
    return judge(mutants, await runTests(directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
