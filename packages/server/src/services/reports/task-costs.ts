import { idleRunMs } from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import { joiningWhole } from './read-report.ts';
import type { ReportScope } from './report-period.ts';
import { readRollupWatermark } from './rollup-watermark.ts';

const taskCosts = sqlFile('runs/task-costs.sql');

export type TaskEnding = 'succeeded' | 'failed' | 'cancelled' | 'unknown';

/** Tasks that ended in one way, with what their trees of runs spent. */
export interface TaskCosts {
  readonly count: number;
  readonly costNanoUsd: bigint;
  readonly unpricedRecords: number;
}

const none: TaskCosts = { count: 0, costNanoUsd: 0n, unpricedRecords: 0 };

interface EndingRow {
  readonly ending: TaskEnding;
  readonly count: bigint;
  readonly cost: string;
  readonly unpriced: string;
}

/** The tasks of a period by how they ended. Must be called in a transaction that has one snapshot. */
export async function readTaskCosts(tx: Transaction, scope: ReportScope): Promise<Record<TaskEnding, TaskCosts>> {
  const watermark = await readRollupWatermark(tx, scope.orgId);
  const silentSince = new Date(scope.nowMs - idleRunMs);
  const values = [scope.orgId, new Date(scope.fromMs), new Date(scope.toMs), silentSince, scope.agent, watermark];
  const { rows } = await joiningWhole(tx, () => tx.query<EndingRow>(taskCosts.text, values));
  const endings = { succeeded: none, failed: none, cancelled: none, unknown: none };
  for (const { ending, count, cost, unpriced } of rows)
    endings[ending] = { count: Number(count), costNanoUsd: BigInt(cost), unpricedRecords: Number(unpriced) };
  return endings;
}
