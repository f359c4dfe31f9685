import type { DatabaseDescription } from '../ledger/audit.ts';
import type { Machine } from '../report/machine.ts';

/** A report, asked for so many times, one call after the other. */
export interface ReportCell {
  readonly name: string;
  readonly path: string;
  readonly calls: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** A replay of a part of the past against budgets that are only proposed. */
export interface BacktestCell {
  readonly name: string;
  readonly records: number;
  readonly refusedCalls: number;
  readonly seconds: number;
  readonly failed: boolean;
}

/** What was asked of the records themselves, in SQL, and of a report: they must be the same. */
export interface Comparison {
  readonly name: string;
  readonly ofRecords: string;
  readonly ofReport: string;
}

export interface ReportsResult {
  readonly takenAt: string;
  readonly machine: Machine;
  readonly loadAfter: number;
  readonly database: DatabaseDescription;
  readonly records: number;
  readonly days: number;
  /** Rows of the rollups by their span in minutes. */
  readonly rollupRows: Readonly<Record<string, number>>;
  /** How long the follower took for all records. */
  readonly followedInSeconds: number;
  readonly cells: readonly ReportCell[];
  readonly backtests: readonly BacktestCell[];
  readonly comparisons: readonly Comparison[];
}

/** What a report over this many records may take, at the 95th percentile. */
export const targetMs = 300;
