// npm run simulate [-- --seed N --seeds N --minutes N --trace]: plays random fleets against several nodes while things go
// wrong, all from one seed, and holds what is there against what was answered. Exits with 1 where a seed failed.
import { prepareOrExit } from './prepare.mjs';
import { runCommand, tool } from './run-command.mjs';

await prepareOrExit({ build: false });
const simulation = ['--conditions=cofferdam-source', 'simulation/run.ts'];
process.exitCode = await runCommand(tool('tsx'), [...simulation, ...process.argv.slice(2)]);
