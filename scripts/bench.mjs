// npm run bench [-- options]: the benchmark of the ledger, against the compiled server.
import { prepareOrExit } from './prepare.mjs';
import { runCommand, tool } from './run-command.mjs';

await prepareOrExit({ build: true });
process.exitCode = await runCommand(tool('tsx'), [
  '--conditions=cofferdam-source',
  'bench/run.ts',
  ...process.argv.slice(2),
]);
