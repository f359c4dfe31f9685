import type { LoadOptions, LoadResult } from './load.ts';

/** What the load process is asked for. */
export interface LoadRequest extends Omit<LoadOptions, 'reserveBody' | 'eachBody' | 'settleBody'> {
  /** Whose budgets and runs the calls are made on. */
  readonly agent: string;
}

/** Times of one kind of call, in milliseconds, as its client saw them. */
export interface CallTimes {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What the load process answers. */
export interface LoadFigures extends Omit<LoadResult, 'reserveMs' | 'settleMs'> {
  readonly lifecyclesPerSecond: number;
  readonly reserve: CallTimes;
  readonly settle: CallTimes;
  /** Processor time that the load generator took for itself. */
  readonly cpuMs: number;
}
