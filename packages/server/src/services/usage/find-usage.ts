import type { UsageRecord } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';
import { usageConditions, type UsageFilter } from './usage-filter.ts';

export interface UsageSearch extends UsageFilter {
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Usage records of an org, newest first. */
export async function findUsage(db: Queryable, orgId: string, search: UsageSearch): Promise<UsageRecord[]> {
  const conditions = usageConditions(orgId, search);
  if (search.beforeId !== null) conditions.add('id <', search.beforeId);
  const limit = conditions.parameter(search.limit);
  const { rows } = await db.query<UsageRow>(
    `SELECT * FROM usage_records WHERE ${conditions.text()} ORDER BY id DESC LIMIT ${limit}`,
    conditions.values,
  );
  return rows.map(usageRecordOf);
}
