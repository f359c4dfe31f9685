import { withBuildLock } from './build-lock.mjs';
import { runCommand, tool } from './run-command.mjs';

/** The tests, all or those that the arguments name. Architecture and the shape of the repository are tests too. */
export function testStep(args) {
  return { name: 'tests', run: () => runCommand(tool('vitest'), ['run', ...args]) };
}

/** Everything that CI holds the project to, the quick things first. */
export const checkSteps = [
  { name: 'format', run: () => runCommand(tool('oxfmt'), ['--check', '.']) },
  { name: 'lint', run: () => runCommand(tool('oxlint'), []) },
  { name: 'types', run: () => withBuildLock(() => runCommand(tool('tsc'), ['-b'])) },
  { name: 'dead code', run: () => runCommand(tool('knip'), ['--no-progress']) },
  testStep([]),
];

/** Runs every step and names those that failed; the exit code of the whole. */
export async function runSteps(steps) {
  const failed = [];
  for (const step of steps) {
    console.log(`\n— ${step.name}`);
    if ((await step.run()) !== 0) failed.push(step.name);
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`);
  return failed.length > 0 ? 1 : 0;
}
