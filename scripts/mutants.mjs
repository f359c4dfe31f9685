// node scripts/mutants.mjs [words]: plants known faults in copies of the packages and sees that the tests catch each.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCopies } from './mutants/copies.mjs';
import { readMutants } from './mutants/read-mutants.mjs';
import { judge, resultsByCopy } from './mutants/verdicts.mjs';
import { runCommand, tool } from './run-command.mjs';

async function runTests(directory) {
  const output = join(directory, 'report.json');
  await runCommand(tool('vitest'), ['run', '--root', directory, '--reporter=json', `--outputFile=${output}`]);
  // Somebody ended the run: what was not seen to fail is not said to have survived.
  if (!existsSync(output)) return null;
  return resultsByCopy(directory, JSON.parse(readFileSync(output, 'utf8')));
}

async function main(words) {
  const mutants = readMutants().filter((mutant) => words.every((word) => JSON.stringify(mutant).includes(word)));
  if (mutants.length === 0) {
    console.error('No mutant is called that.');
    return 1;
  }
  const directory = mkdtempSync(join(tmpdir(), 'cofferdam-mutants-'));
  try {
    console.log(`${mutants.length} mutants, each in a copy of its own.`);
    writeCopies(directory, mutants);
    const results = await runTests(directory);
    if (results !== null) return judge(mutants, results);
    console.error('The tests were ended before they had anything to say.');
    return 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
