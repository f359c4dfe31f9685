// npm run check: everything CI runs. All steps run, so that one broken rule does not hide the next.
import { checkSteps, runSteps } from './check-steps.mjs';
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit({ build: false });
process.exitCode = await runSteps(checkSteps);
