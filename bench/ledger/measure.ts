import type { Bench as AnyBench } from '../command/benchmark.ts';
import { audit } from './audit.ts';
import type { LoadFigures } from './load-figures.ts';
import type { LoadGenerator } from './load-generator.ts';
import { modeName, type Mode } from './mode.ts';
import type { Cell, Repetition } from './result.ts';
import { hotAgent, prepareScenario } from './scenario.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { costBetween, readUsage } from './usage.ts';

export interface Bench extends AnyBench {
  readonly generator: LoadGenerator;
}

export interface Plan {
  readonly mode: Mode;
  readonly clients: readonly number[];
  readonly repetitions: number;
  readonly seconds: number;
}

export interface Served {
  readonly server: ServerProcess;
  readonly key: string;
}

type LoadOutcome = Pick<LoadFigures, 'failed' | 'firstFailure'>;

/** Before the first figure the code is compiled, plans are cached and the database has grown past its first pages. */
const firstWarmUpMs = 3_000;
const warmUpMs = 1_000;

/** A server of this mode on a database of its own, with the scenario's limits; stopped when the work is done. */
export async function withServer<T>(bench: Bench, mode: Mode, work: (served: Served) => Promise<T>): Promise<T> {
  const server = await startServerProcess(mode, bench.cleanup);
  try {
    return await work({ server, key: await prepareScenario(server) });
  } finally {
    await server.stop();
  }
}

function load(bench: Bench, { server, key }: Served, clients: number, durationMs: number): Promise<LoadFigures> {
  const maxPerClient = Number.MAX_SAFE_INTEGER;
  return bench.generator.run({ port: server.port, key, clients, durationMs, maxPerClient, agent: hotAgent });
}

async function repeatOnce(bench: Bench, served: Served, clients: number, durationMs: number): Promise<Repetition> {
  const before = await readUsage(served.server.port);
  const { cpuMs, ...figures } = await load(bench, served, clients, durationMs);
  return { ...figures, cost: costBetween(before, await readUsage(served.server.port), cpuMs) };
}

/** A failure is no figure: what is known of it is shown at once, since the server and its log are gone afterwards. */
export function sayFailures(bench: Bench, { server }: Served, { failed, firstFailure }: LoadOutcome): void {
  bench.say(`${failed} failed, the first with ${firstFailure}; the server's last words:\n${server.output()}`);
}

async function measureCell(bench: Bench, served: Served, plan: Plan, clients: number): Promise<Cell> {
  const { mode, seconds } = plan;
  await load(bench, served, clients, warmUpMs);
  const repetitions: Repetition[] = [];
  for (let index = 1; index <= plan.repetitions; index += 1) {
    const figures = await repeatOnce(bench, served, clients, seconds * 1_000);
    repetitions.push(figures);
    const rate = Math.round(figures.lifecyclesPerSecond);
    bench.say(`${modeName(mode)}, ${clients} clients, ${index} of ${plan.repetitions}: ${rate} lifecycles/s`);
    if (figures.firstFailure !== null) sayFailures(bench, served, figures);
  }
  return { mode, clients, repetitions, audit: await audit(served.server.dataDir) };
}

/** Measures a mode at each number of clients, one after the other, on one database. */
export function measure(bench: Bench, plan: Plan): Promise<Cell[]> {
  return withServer(bench, plan.mode, (served) => measureOn(bench, served, plan));
}

/** The same, on a server that stands already. */
export async function measureOn(bench: Bench, served: Served, plan: Plan): Promise<Cell[]> {
  await load(bench, served, Math.max(...plan.clients), firstWarmUpMs);
  const cells: Cell[] = [];
  for (const clients of plan.clients) cells.push(await measureCell(bench, served, plan, clients));
  return cells;
}
