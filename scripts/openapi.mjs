// node scripts/openapi.mjs: writes docs/reference/openapi.json from the routes, and from that the types of the client
// library. Tests hold both against the routes.
import { runCommand, tool } from './run-command.mjs';
import { writeSdkTypes } from './sdk-types/write.mjs';

const conditions = '--conditions=cofferdam-source';
process.exitCode = await runCommand(tool('tsx'), [conditions, 'scripts/write-openapi.mjs']);
if (process.exitCode === 0) writeSdkTypes();
