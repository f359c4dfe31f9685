import type { Counter } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { counterOfRow, type CounterRow } from '../../store/lane/counter-row.ts';
import { statements } from './statements.ts';

export interface CounterSearch {
  readonly budgetId: string;
  readonly subject: string | null;
  /** The last counter of the page before. */
  readonly after: Pick<Counter, 'windowStartMs' | 'subject'> | null;
  readonly limit: number;
}

/** Counters of a budget, newest window first, then by subject. */
export async function listCounters(db: Queryable, orgId: string, search: CounterSearch): Promise<Counter[]> {
  const { budgetId, subject, after, limit } = search;
  const afterTime = after === null ? null : new Date(after.windowStartMs);
  const values = [orgId, budgetId, afterTime, after?.subject ?? null, subject, limit];
  const { rows } = await db.query<CounterRow>({ ...statements.listCounters, values });
  return rows.map(counterOfRow);
}
