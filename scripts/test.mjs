// npm test: the same as npm run check. With arguments (`npm test -- packages/core`) only the tests they name.
import { checkSteps, runSteps, testStep } from './check-steps.mjs';
import { prepareOrExit } from './prepare.mjs';

const chosen = process.argv.slice(2);

await prepareOrExit({ build: false });
process.exitCode = await runSteps(chosen.length > 0 ? [testStep(chosen)] : checkSteps);
