import type { Audit, DatabaseDescription } from '../ledger/audit.ts';
import type { Machine } from '../report/machine.ts';
import type { LoadOptions } from './options.ts';

/** One load under one circumstance. */
export interface Row {
  readonly name: string;
  readonly lifecyclesPerSecond: number;
  readonly reserveP50Ms: number;
  readonly reserveP99Ms: number;
  /** Refused calls a second that were answered beside it. */
  readonly refusedPerSecond: number;
  /** Calls of the load, or of the storm, that were not answered as they had to be. */
  readonly failed: number;
  readonly firstFailure: string | null;
}

export interface LoadBenchResult {
  readonly takenAt: string;
  readonly machine: Machine;
  readonly database: DatabaseDescription;
  readonly options: LoadOptions;
  readonly rows: readonly Row[];
  /** Lifecycles a second with the storm, as a part of those without: the median over the pairs. */
  readonly underStorm: number;
  readonly audit: Audit;
}

/** A storm that was not offered measures nothing; how much it slows is a figure of speed, and fails nothing. */
const leastOffered = 0.9;

export function findLoadFaults({ rows, audit, options }: LoadBenchResult): string[] {
  const failed = rows.flatMap(({ name, failed: count, firstFailure }) =>
    count === 0 ? [] : [`${name}: ${count} calls failed, the first one: ${firstFailure}`],
  );
  const weak = rows.filter(({ refusedPerSecond: rate }) => rate > 0 && rate < options.storm * leastOffered);
  return [
    ...failed,
    ...weak.map(({ name, refusedPerSecond: rate }) => `${name}: only ${Math.round(rate)} calls a second were refused`),
    ...(audit.differences > 0 ? [`verify found ${audit.differences} differences`] : []),
    ...(audit.overshootNanoUsd === '0' ? [] : [`limits were passed by ${audit.overshootNanoUsd} nano-USD`]),
  ];
}
