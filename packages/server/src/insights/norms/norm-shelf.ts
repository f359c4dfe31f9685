import { chargeSpan, decodeNorm, encodeNorm, learn, type MeasuredCharge, type Norm, runSpan } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { type Cell, columnsOf, timestamp } from '../../store/lane/columns.ts';
import { statements } from './statements.ts';

/** The series of all that an agent does, and of its runs. */
export const wholeSeries = '';
export const runSeries = 'runs';

/** An agent has norms of so many models and tools: a label that is made up anew each time must not fill the table. */
const maxSeries = 200;

interface Kept {
  readonly agent: string;
  readonly series: string;
  readonly norm: Norm;
  readonly updatedMs: number;
}

interface NormRow {
  readonly agent: string;
  readonly series: string;
  readonly state: Buffer;
}

const columns: readonly ((kept: Kept) => Cell)[] = [
  ({ agent }) => agent,
  ({ series }) => series,
  ({ norm }) => Buffer.from(encodeNorm(norm)).toString('hex'),
  ({ updatedMs }) => timestamp(updatedMs),
];

function keyOf(agent: string, series: string): string {
  return `${agent}\n${series}`;
}

/** The norms that a step of the follower works on: read at once, and what changed written at once. */
export class NormShelf {
  readonly #norms: Map<string, Norm>;
  readonly #seriesCounts: Map<string, number>;
  readonly #changed = new Map<string, Kept>();

  private constructor(rows: readonly NormRow[], seriesCounts: Map<string, number>) {
    this.#norms = new Map(rows.map(({ agent, series, state }) => [keyOf(agent, series), decodeNorm(state)]));
    this.#seriesCounts = seriesCounts;
  }

  static async load(tx: Queryable, orgId: string, charges: readonly MeasuredCharge[]): Promise<NormShelf> {
    const agents = [...new Set(charges.map(({ record }) => record.dimensions.agent))];
    const pairs = new Map<string, readonly [agent: string, series: string]>();
    for (const agent of agents)
      for (const series of [wholeSeries, runSeries]) pairs.set(keyOf(agent, series), [agent, series]);
    for (const { record, series } of charges)
      pairs.set(keyOf(record.dimensions.agent, series), [record.dimensions.agent, series]);
    const asked = columnsOf([...pairs.values()], [([agent]) => agent, ([, series]) => series]);
    const { rows } = await tx.query<NormRow>({ ...statements.loadNorms, values: [orgId, ...asked] });
    const counted = await tx.query<{ agent: string; count: bigint }>({
      ...statements.countSeries,
      values: [orgId, agents],
    });
    return new NormShelf(rows, new Map(counted.rows.map(({ agent, count }) => [agent, Number(count)])));
  }

  find(agent: string, series: string): Norm | null {
    return this.#norms.get(keyOf(agent, series)) ?? null;
  }

  /** Adds a charge to the norm of the agent, and to that of its model or tool. */
  learnCharge({ record, series, measures }: MeasuredCharge): void {
    const { agent } = record.dimensions;
    const timeMs = record.recordedMs;
    for (const kind of [wholeSeries, series])
      this.#put(agent, kind, timeMs, (norm) => learn(norm, measures, timeMs, chargeSpan));
  }

  /** Adds a run that is over. */
  learnRun(agent: string, cost: bigint, rate: bigint, timeMs: number): void {
    this.#put(agent, runSeries, timeMs, (norm) => learn(norm, { cost, rate }, timeMs, runSpan));
  }

  #put(agent: string, series: string, updatedMs: number, next: (norm: Norm | null) => Norm): void {
    const before = this.find(agent, series);
    if (before === null && !this.#makesRoom(agent)) return;
    const norm = next(before);
    this.#norms.set(keyOf(agent, series), norm);
    this.#changed.set(keyOf(agent, series), { agent, series, norm, updatedMs });
  }

  #makesRoom(agent: string): boolean {
    const count = this.#seriesCounts.get(agent) ?? 0;
    if (count >= maxSeries) return false;
    this.#seriesCounts.set(agent, count + 1);
    return true;
  }

  async save(tx: Queryable, orgId: string): Promise<void> {
    if (this.#changed.size === 0) return;
    const values = [orgId, ...columnsOf([...this.#changed.values()], columns)];
    await tx.query({ ...statements.saveNorms, values });
  }
}
