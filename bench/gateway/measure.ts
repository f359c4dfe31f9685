import type { Bench } from '../command/benchmark.ts';
import type { ServerProcess } from '../ledger/server-process.ts';
import { costBetween, readUsage } from '../ledger/usage.ts';
import { compareBooks, type Honesty, readBooks } from './books.ts';
import { type ChatFigures, type ChatLoad, runChatLoad } from './chat-load.ts';
import { directPath, gatewayPath } from './chat-request.ts';
import type { Cell, Repetition, Shape } from './result.ts';
import { hotAgent } from './scenario.ts';
import type { SimulatorProcess } from './simulator-process.ts';

/** What stands while it is measured. */
export interface Stage {
  readonly server: ServerProcess;
  readonly simulator: SimulatorProcess;
  /** The key of the agent with room. */
  readonly key: string;
}

export interface Plan {
  readonly shapes: readonly Shape[];
  readonly seconds: number;
  readonly repetitions: number;
}

/** Before the first figure the code is compiled, plans are cached and the database has grown past its first pages. */
const firstWarmUpMs = 3_000;
const warmUpMs = 500;

export function shapeName({ clients, upstreamMs, stream }: Shape): string {
  return `${clients} clients, upstream ${upstreamMs} ms, ${stream ? 'streamed' : 'whole'}`;
}

function loadOf({ clients, stream }: Shape, durationMs: number): Omit<ChatLoad, 'port' | 'path' | 'key'> {
  return { clients, stream, durationMs, maxPerClient: Number.MAX_SAFE_INTEGER };
}

function loadDirect({ simulator }: Stage, shape: Shape, durationMs: number): Promise<ChatFigures> {
  return runChatLoad({ ...loadOf(shape, durationMs), port: simulator.port, path: directPath, key: 'upstream' });
}

function loadThrough({ server, key }: Stage, shape: Shape, durationMs: number): Promise<ChatFigures> {
  return runChatLoad({ ...loadOf(shape, durationMs), port: server.port, path: gatewayPath, key });
}

/** Makes a load on an agent, and compares what the ledger and the upstream have of it. */
export async function audited<Result>(
  { server, simulator }: Stage,
  agent: string,
  upstreamMs: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; honesty: Honesty }> {
  await simulator.prepare(upstreamMs);
  const before = await readBooks(server.dataDir, agent);
  const result = await work();
  const after = await readBooks(server.dataDir, agent);
  return { result, honesty: await compareBooks(server.dataDir, before, after, await simulator.truth()) };
}

async function throughOnce(stage: Stage, shape: Shape, durationMs: number): Promise<Omit<Repetition, 'direct'>> {
  const { server, simulator } = stage;
  const { result, honesty } = await audited(stage, hotAgent, shape.upstreamMs, async () => {
    const [before, upstreamBefore] = [await readUsage(server.port), await simulator.cpuMs()];
    const through = await loadThrough(stage, shape, durationMs);
    const after = await readUsage(server.port);
    const upstreamCpuMs = (await simulator.cpuMs()) - upstreamBefore;
    const cost = costBetween(before, after, through.cpuMs);
    const otherCpuMs = Math.max(0, cost.otherCpuMs - upstreamCpuMs);
    return { through, cost: { ...cost, otherCpuMs, upstreamCpuMs } };
  });
  return { ...result, honesty };
}

/** A failure is no figure: what is known of it is shown at once, since the server and its log are gone afterwards. */
export function sayFailures({ say }: Bench, { server }: Stage, { failed, firstFailure }: ChatFigures): void {
  if (firstFailure === null) return;
  say(`${failed} failed, the first with ${firstFailure}; the server's last words:\n${server.output()}`);
}

async function measureCell(bench: Bench, stage: Stage, shape: Shape, plan: Plan): Promise<Cell> {
  const durationMs = plan.seconds * 1_000;
  const repetitions: Repetition[] = [];
  await stage.simulator.prepare(shape.upstreamMs);
  await loadThrough(stage, shape, warmUpMs);
  for (let index = 1; index <= plan.repetitions; index += 1) {
    await stage.simulator.prepare(shape.upstreamMs);
    const direct = await loadDirect(stage, shape, durationMs);
    const measured = await throughOnce(stage, shape, durationMs);
    repetitions.push({ direct, ...measured });
    const [rate, without] = [measured.through, direct].map(({ callsPerSecond }) => Math.round(callsPerSecond));
    bench.say(`${shapeName(shape)}, ${index} of ${plan.repetitions}: ${rate} calls/s, directly ${without}`);
    sayFailures(bench, stage, measured.through);
  }
  return { shape, repetitions };
}

/** Measures each shape of load, one after the other, on one server. */
export async function measure(bench: Bench, stage: Stage, plan: Plan): Promise<Cell[]> {
  await stage.simulator.prepare(0);
  for (const stream of [false, true]) {
    const busiest = { clients: Math.max(...plan.shapes.map(({ clients }) => clients)), upstreamMs: 0, stream };
    await loadDirect(stage, busiest, warmUpMs);
    await loadThrough(stage, busiest, firstWarmUpMs);
  }
  const cells: Cell[] = [];
  for (const shape of plan.shapes) cells.push(await measureCell(bench, stage, shape, plan));
  return cells;
}
