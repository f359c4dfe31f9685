// node scripts/openapi.mjs: writes docs/reference/openapi.json from the routes. A test holds the file against them.
import { runCommand, tool } from './run-command.mjs';

process.exitCode = await runCommand(tool('tsx'), ['--conditions=cofferdam-source', 'scripts/write-openapi.mjs']);
