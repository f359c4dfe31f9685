// node scripts/kill-loop.mjs [--cycles 100]: kills the compiled server and its database in turn, under load, and holds
// every answer against what is there afterwards. Exits with 1 where something was lost or done twice.
import { prepareOrExit } from './prepare.mjs';
import { runCommand, tool } from './run-command.mjs';

await prepareOrExit({ build: true });
const loop = 'scripts/kill-loop-run.mjs';
process.exitCode = await runCommand(tool('tsx'), ['--conditions=cofferdam-source', loop, ...process.argv.slice(2)]);
