// node scripts/anomalies.mjs TRACE [--json FILE]: puts odd charges into a trace, and counts which are found.
import { prepareOrExit } from './prepare.mjs';
import { runCommand, tool } from './run-command.mjs';

await prepareOrExit({ build: false });
process.exitCode = await runCommand(tool('tsx'), [
  '--conditions=cofferdam-source',
  'bench/anomalies/run.ts',
  ...process.argv.slice(2),
]);
