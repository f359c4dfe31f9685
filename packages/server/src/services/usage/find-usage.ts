import type { UsageRecord } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';

/** The columns that usage can be filtered by. */
export type UsageLabel = 'agent' | 'workflow' | 'connection' | 'user_id' | 'team' | 'provider' | 'model' | 'run';

export interface UsageSearch {
  readonly labels: { readonly [label in UsageLabel]?: string | undefined };
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

const usageLabels: readonly UsageLabel[] = [
  'agent',
  'workflow',
  'connection',
  'user_id',
  'team',
  'provider',
  'model',
  'run',
];

/** Usage records of an org, newest first. Only conditions that are asked for stand in the statement. */
export async function findUsage(db: Queryable, orgId: string, search: UsageSearch): Promise<UsageRecord[]> {
  const values: unknown[] = [orgId];
  const conditions = ['org_id = $1'];
  const add = (condition: string, value: unknown): void => {
    values.push(value);
    conditions.push(`${condition} $${values.length}`);
  };
  for (const name of usageLabels) if (search.labels[name] !== undefined) add(`${name} =`, search.labels[name]);
  if (search.fromMs !== null) add('time >=', new Date(search.fromMs));
  if (search.toMs !== null) add('time <', new Date(search.toMs));
  if (search.beforeId !== null) add('id <', search.beforeId);
  values.push(search.limit);
  const { rows } = await db.query<UsageRow>(
    `SELECT * FROM usage_records WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT $${values.length}`,
    values,
  );
  return rows.map(usageRecordOf);
}
