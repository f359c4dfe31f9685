import { median } from '../report/statistics.ts';
import type { LedgerOptions } from './options.ts';
import { describeMachine } from '../report/machine.ts';
import { describeDatabase } from './audit.ts';
import { runCapped } from './capped-round.ts';
import { measure, measureOn, withServer, type Bench } from './measure.ts';
import { lane, type Mode } from './mode.ts';
import type { BenchResult, Cell } from './result.ts';

/** Lifecycles a second, the median of a cell's repetitions. */
export function rateOf(cell: Cell): number {
  return median(cell.repetitions.map((one) => one.lifecyclesPerSecond));
}

/** More connections than callers are never used: such a pool is the next smaller one. */
function isUsable(poolSize: number, clients: number, pools: readonly number[]): boolean {
  return poolSize <= clients || poolSize === Math.min(...pools);
}

async function tryPools(bench: Bench, options: LedgerOptions): Promise<Cell[]> {
  const trials: Cell[] = [];
  for (const poolSize of options.pools) {
    const clients = options.clients.filter((one) => isUsable(poolSize, one, options.pools));
    if (clients.length === 0) continue;
    const plan = { mode: { kind: 'naive', poolSize }, clients, repetitions: 1, seconds: options.seconds } as const;
    trials.push(...(await measure(bench, plan)));
  }
  return trials;
}

function bestPool(trials: readonly Cell[], clients: number): Mode {
  const [best] = trials.filter((cell) => cell.clients === clients).toSorted((a, b) => rateOf(b) - rateOf(a));
  if (best === undefined) throw new Error(`no pool was tried with ${clients} clients`);
  return best.mode;
}

/** The naive mode at each number of clients, on the pool that was best there. */
async function measureNaive(bench: Bench, options: LedgerOptions, trials: readonly Cell[]): Promise<Cell[]> {
  const { seconds, repetitions } = options;
  const byPool = new Map<string, { mode: Mode; clients: number[] }>();
  for (const clients of options.clients) {
    const mode = bestPool(trials, clients);
    const group = byPool.get(JSON.stringify(mode)) ?? { mode, clients: [] };
    group.clients.push(clients);
    byPool.set(JSON.stringify(mode), group);
  }
  const cells: Cell[] = [];
  for (const { mode, clients } of byPool.values()) {
    cells.push(...(await measure(bench, { mode, clients, repetitions, seconds })));
  }
  return cells.toSorted((a, b) => a.clients - b.clients);
}

/** Measures the shipped server, and what it is compared with, one after the other on the same machine. */
export async function compareLedgers(bench: Bench, options: LedgerOptions): Promise<BenchResult> {
  const machine = describeMachine();
  const takenAt = new Date().toISOString();
  const { seconds, repetitions, clients } = options;
  const shipped = await withServer(bench, lane, async (served) => ({
    database: await describeDatabase(served.server.dataDir),
    cells: await measureOn(bench, served, { mode: lane, clients, repetitions, seconds }),
    capped: await runCapped(bench, served, Math.max(...clients)),
  }));
  const { against } = options;
  const unbatched = against.includes('unbatched')
    ? await measure(bench, { mode: { kind: 'unbatched' }, clients, repetitions, seconds })
    : [];
  const poolTrials = against.includes('naive') ? await tryPools(bench, options) : [];
  const naive = against.includes('naive') ? await measureNaive(bench, options, poolTrials) : [];
  const { database, capped } = shipped;
  return { takenAt, machine, database, seconds, cells: [...shipped.cells, ...unbatched, ...naive], poolTrials, capped };
}
