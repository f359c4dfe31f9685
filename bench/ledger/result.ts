import type { Machine } from '../report/machine.ts';
import type { Audit, DatabaseDescription } from './audit.ts';
import type { LoadFigures } from './load-figures.ts';
import type { Mode } from './mode.ts';
import type { LoadCost } from './usage.ts';

/** One load, with what it cost. */
export interface Repetition extends Omit<LoadFigures, 'cpuMs'> {
  readonly cost: LoadCost;
}

/** One mode at one number of clients. */
export interface Cell {
  readonly mode: Mode;
  readonly clients: number;
  readonly repetitions: readonly Repetition[];
  /** Of the database after these repetitions, with the whole of what was written to it before. */
  readonly audit: Audit;
}

/** An agent whose budget has room for a part of what is asked of it. */
export interface CappedRound {
  readonly clients: number;
  readonly limitNanoUsd: string;
  readonly attempts: number;
  readonly settled: number;
  readonly refused: number;
  readonly refusedInFlight: number;
  readonly failed: number;
  readonly spentNanoUsd: string;
  readonly audit: Audit;
}

export interface BenchResult {
  readonly takenAt: string;
  readonly machine: Machine;
  readonly database: DatabaseDescription;
  readonly seconds: number;
  /** The shipped server first, then what it is compared with. */
  readonly cells: readonly Cell[];
  /** One short repetition of the naive mode at each pool size, by which its best was chosen. */
  readonly poolTrials: readonly Cell[];
  readonly capped: CappedRound;
}
