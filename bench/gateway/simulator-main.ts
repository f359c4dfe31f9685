// The simulator, in a process of its own: it says where it listens, and whenever it is asked, how long it has computed.
import type * as Simulator from '../../packages/simulator/src/index.ts';

// As compiled: what a loader makes of the sources on the way is slower.
const compiled = new URL('../../packages/simulator/dist/index.js', import.meta.url);
const { startSimulator } = (await import(compiled.href)) as typeof Simulator;

const simulator = await startSimulator({ seed: 'bench' });
process.send?.({ port: simulator.port });

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 });
});
// A parent that is gone, however it went, is not to leave a simulator running.
process.on('disconnect', () => process.exit(0));
