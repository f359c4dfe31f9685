import { relative } from 'node:path';
import { copyOf, sound } from './copies.mjs';

/** What the tests of each copy came to: the titles of those that failed, and the files that did not run to their end. */
export function resultsByCopy(directory, report) {
  const results = new Map();
  for (const { name, status, assertionResults } of report.testResults) {
    const [copy, ...path] = relative(directory, name).split(/[/\\]/);
    const failed = assertionResults.filter((one) => one.status === 'failed').map(({ title }) => title);
    const known = results.get(copy) ?? { failed: [], broken: [] };
    known.failed.push(...failed);
    // Nothing was asserted where a file has no test, or where it failed and none of its tests did: a hook broke.
    if (assertionResults.length === 0 || (status === 'failed' && failed.length === 0))
      known.broken.push(path.join('/'));
    results.set(copy, known);
  }
  return results;
}

function textOf(result) {
  if (result === undefined) return 'NOT RUN';
  const [first, ...others] = result.failed;
  if (first !== undefined) return others.length === 0 ? first : `${first} (and ${others.length} more)`;
  return result.broken.length > 0 ? `BROKEN: ${result.broken.join(', ')}` : 'SURVIVED';
}

function isSound(result) {
  return result.failed.length + result.broken.length === 0;
}

function rowOf(mutant, result) {
  return [mutant.name, String(mutant.invariant), mutant.package, textOf(result)];
}

function printTable(rows) {
  const all = [['mutant', 'invariant', 'in', 'killed by'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column].length)));
  for (const [name, invariant, where, verdict] of all) {
    console.log(`${name.padEnd(widths[0])}  ${invariant.padStart(widths[1])}  ${where.padEnd(widths[2])}  ${verdict}`);
  }
}

/** Prints who caught what; the exit code of the whole. A mutant is killed by a test that failed, not by one that broke. */
export function judge(mutants, results) {
  const unsound = [...results].filter(([copy, result]) => copy.startsWith(sound) && !isSound(result));
  for (const [, result] of unsound) console.error(`The tests do not pass without a fault: ${textOf(result)}`);
  if (unsound.length > 0) return 1;
  const resultOf = (index) => results.get(copyOf(index));
  printTable(mutants.map((mutant, index) => rowOf(mutant, resultOf(index))));
  const killed = mutants.filter((_mutant, index) => (resultOf(index)?.failed.length ?? 0) > 0);
  console.log(`\n${killed.length} of ${mutants.length} mutants killed.`);
  return killed.length === mutants.length ? 0 : 1;
}
