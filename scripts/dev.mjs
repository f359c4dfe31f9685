// npm run dev: the server from its sources, started again whenever one of them changes.
import { prepareOrExit } from './prepare.mjs';
import { runCommand, tool } from './run-command.mjs';

await prepareOrExit({ build: false });
const conditions = '--conditions=cofferdam-source';
process.exitCode = await runCommand(tool('tsx'), [
  'watch',
  '--clear-screen=false',
  conditions,
  'scripts/dev-server.mjs',
]);
