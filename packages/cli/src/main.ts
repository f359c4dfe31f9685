import { run } from './program.ts';
import type { ServerModules } from './session.ts';
import { createProcessTerminal } from './terminal/process-terminal.ts';

/** Runs the command line of this process. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), createProcessTerminal(), server);
}

/** Loaded on demand: a client command must not wait for the server's modules, nor need a database to be installed. */
const server: ServerModules = {
  start: async () => (await import('@cofferdam/server')).main(),
  verify: async (options) => (await import('@cofferdam/server/verify')).verify(options),
  rollups: async (action, options) => (await import('@cofferdam/server/rollups')).rollups(action, options),
  meter: async (recording) => {
    const { meterRecording } = await import('@cofferdam/server/meter');
    return meterRecording({ ...recording, timeMs: Date.now() });
  },
};
