import type { UsageRecord } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';
import { sqlFile } from '../../store/sql-file.ts';

const treeUsage = sqlFile('runs/tree-usage.sql');

/** A usage record of a run's tree. */
export interface TreeUsage {
  readonly record: UsageRecord;
  /** What the whole tree had spent once it was booked. */
  readonly spentNanoUsd: bigint;
}

export interface TreeUsageSearch {
  readonly run: string;
  /** Whose records are meant; null for all. */
  readonly agent: string | null;
  readonly afterId: string | null;
  readonly limit: number;
}

/** The usage records of a run and all below it, in the order in which they were booked. */
export async function listTreeUsage(db: Queryable, orgId: string, search: TreeUsageSearch): Promise<TreeUsage[]> {
  const { run, agent, afterId, limit } = search;
  const values = [orgId, run, afterId, agent, limit];
  const { rows } = await db.query<UsageRow & { spent_nano_usd: string }>({ ...treeUsage, values });
  return rows.map((row) => ({ record: usageRecordOf(row), spentNanoUsd: BigInt(row.spent_nano_usd) }));
}
