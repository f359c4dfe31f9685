// node scripts/export-memory.mjs [--rows 1000000] [--json FILE]: fills a server of its own with usage, exports all of it in
// each format, and reports how long that took and how much memory the server needed for it.
import { prepareOrExit } from './prepare.mjs';
import { runCommand, tool } from './run-command.mjs';

await prepareOrExit({ build: true });
const run = 'scripts/export-memory-run.mjs';
process.exitCode = await runCommand(tool('tsx'), ['--conditions=cofferdam-source', run, ...process.argv.slice(2)]);
