import { loadavg } from 'node:os';
import type { Bench } from '../command/benchmark.ts';
import { audit, describeDatabase } from '../ledger/audit.ts';
import { lane } from '../ledger/mode.ts';
import { startServerProcess } from '../ledger/server-process.ts';
import type { GatewayOptions } from './options.ts';
import { describeMachine } from '../report/machine.ts';
import { runCapped } from './capped-round.ts';
import { measure, type Stage } from './measure.ts';
import type { GatewayResult, Shape } from './result.ts';
import { prepareGateway } from './scenario.ts';
import { startSimulatorProcess } from './simulator-process.ts';

function shapesOf({ clients, upstreamMs }: GatewayOptions): Shape[] {
  return [false, true].flatMap((stream) =>
    upstreamMs.flatMap((ms) => clients.map((count) => ({ clients: count, upstreamMs: ms, stream }))),
  );
}

/** The shipped server, allowed to call the simulator on this machine. */
async function setUp({ cleanup }: Bench, { profile }: GatewayOptions): Promise<Stage> {
  const simulator = await startSimulatorProcess(cleanup);
  const server = await startServerProcess(lane, cleanup, {
    environment: { COFFERDAM_ALLOW_PRIVATE_TARGETS: '127.0.0.0/8' },
    nodeArguments: profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  });
  return { server, simulator, key: await prepareGateway(server, simulator.port) };
}

/** Measures the gateway beside its upstream called directly, with one client and many, on one server. */
export async function runGatewayBench(bench: Bench, options: GatewayOptions): Promise<GatewayResult> {
  const machine = describeMachine();
  const takenAt = new Date().toISOString();
  const stage = await setUp(bench, options);
  const { seconds, repetitions, clients } = options;
  const { dataDir } = stage.server;
  try {
    const database = await describeDatabase(dataDir);
    const cells = await measure(bench, stage, { shapes: shapesOf(options), seconds, repetitions });
    const capped = await runCapped(bench, stage, Math.max(...clients));
    const loadAfter = Math.round((loadavg()[0] ?? 0) * 100) / 100;
    return { takenAt, machine, loadAfter, database, seconds, cells, capped, audit: await audit(dataDir) };
  } finally {
    await stage.server.stop();
    await stage.simulator.stop();
  }
}
