import { runIdleMs, type RunTotal } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { type Cell, columnsOf, timestamp } from '../../store/lane/columns.ts';
import { statements } from './statements.ts';

/** What a run has cost, with whose it is. */
export interface KeptRun extends RunTotal {
  readonly agent: string;
  readonly run: string;
}

interface RunRow {
  readonly agent: string;
  readonly run: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly cost_nano_usd: bigint;
}

const nameColumns: readonly ((kept: KeptRun) => Cell)[] = [({ agent }) => agent, ({ run }) => run];

const columns: readonly ((kept: KeptRun) => Cell)[] = [
  ...nameColumns,
  ({ firstMs }) => timestamp(firstMs),
  ({ lastMs }) => timestamp(lastMs),
  ({ costNanoUsd }) => costNanoUsd,
];

function byEnd(one: KeptRun, other: KeptRun): number {
  if (one.lastMs !== other.lastMs) return one.lastMs - other.lastMs;
  return one.run < other.run ? -1 : 1;
}

/** The runs of some agents that are under way, or were within the hour. */
export class RunShelf {
  /** By agent, then by run. */
  readonly #runs = new Map<string, Map<string, KeptRun>>();
  readonly #changed = new Map<string, KeptRun>();
  readonly #over = new Map<string, KeptRun>();
  /** When the earliest of an agent's runs may be over: most charges need not look. */
  readonly #nextEndMs = new Map<string, number>();

  private constructor(rows: readonly RunRow[]) {
    for (const { agent, run, first_at: firstMs, last_at: lastMs, cost_nano_usd: costNanoUsd } of rows)
      this.#keep({ agent, run, firstMs, lastMs, costNanoUsd });
  }

  static async load(tx: Queryable, orgId: string, agents: readonly string[]): Promise<RunShelf> {
    if (agents.length === 0) return new RunShelf([]);
    const { rows } = await tx.query<RunRow>({ ...statements.loadRuns, values: [orgId, agents] });
    return new RunShelf(rows);
  }

  #keep(kept: KeptRun): void {
    const { agent, run, lastMs } = kept;
    const own = this.#runs.get(agent) ?? new Map<string, KeptRun>();
    this.#runs.set(agent, own.set(run, kept));
    this.#nextEndMs.set(agent, Math.min(this.#nextEndMs.get(agent) ?? Infinity, lastMs + runIdleMs));
  }

  /** Takes away the runs of an agent that are over at a time, in the order in which they ended. */
  takeOver(agent: string, timeMs: number): readonly KeptRun[] {
    if (timeMs < (this.#nextEndMs.get(agent) ?? Infinity)) return [];
    const own = this.#runs.get(agent) ?? new Map<string, KeptRun>();
    const over = [...own.values()].filter(({ lastMs }) => lastMs + runIdleMs <= timeMs).toSorted(byEnd);
    for (const kept of over) {
      own.delete(kept.run);
      this.#changed.delete(`${agent}\n${kept.run}`);
      this.#over.set(`${agent}\n${kept.run}`, kept);
    }
    this.#nextEndMs.set(agent, Math.min(...[...own.values()].map(({ lastMs }) => lastMs + runIdleMs)));
    return over;
  }

  /** Adds a charge, or a correction of one, to its run. */
  add(agent: string, run: string, timeMs: number, costNanoUsd: bigint): KeptRun {
    const before = this.#runs.get(agent)?.get(run) ?? { firstMs: timeMs, lastMs: timeMs, costNanoUsd: 0n };
    const kept: KeptRun = {
      agent,
      run,
      firstMs: Math.min(before.firstMs, timeMs),
      lastMs: Math.max(before.lastMs, timeMs),
      costNanoUsd: before.costNanoUsd + costNanoUsd,
    };
    this.#keep(kept);
    this.#changed.set(`${agent}\n${run}`, kept);
    this.#over.delete(`${agent}\n${run}`);
    return kept;
  }

  async save(tx: Queryable, orgId: string): Promise<void> {
    const [over, changed] = [[...this.#over.values()], [...this.#changed.values()]];
    if (over.length > 0) await tx.query({ ...statements.deleteRuns, values: [orgId, ...columnsOf(over, nameColumns)] });
    if (changed.length > 0) await tx.query({ ...statements.saveRuns, values: [orgId, ...columnsOf(changed, columns)] });
  }
}
