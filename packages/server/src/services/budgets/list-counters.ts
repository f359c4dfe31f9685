import type { Counter } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { counterOfRow, type CounterRow } from '../../store/lane/counter-row.ts';
import { statements } from './statements.ts';

/** Which counters are asked for; null for any. */
interface CountersOf {
  readonly budgetId: string;
  readonly subject: string | null;
  /** Of windows that are open at `nowMs`, or that are not. */
  readonly windows: 'open' | 'closed' | null;
  readonly nowMs: number;
  readonly limit: number;
}

export interface CounterSearch extends CountersOf {
  /** The last counter of the page before. */
  readonly after: Pick<Counter, 'windowStartMs' | 'subject'> | null;
}

/** Counters of a budget, newest window first, then by subject. */
export async function listCounters(db: Queryable, orgId: string, search: CounterSearch): Promise<Counter[]> {
  const { budgetId, subject, windows, nowMs, after, limit } = search;
  const afterTime = after === null ? null : new Date(after.windowStartMs);
  const values = [orgId, budgetId, afterTime, after?.subject ?? null, subject, limit, windows, new Date(nowMs)];
  const { rows } = await db.query<CounterRow>({ ...statements.listCounters, values });
  return rows.map(counterOfRow);
}

export interface NearestSearch extends CountersOf {
  /** The last counter of the page before, and what it had spent and reserved. */
  readonly after: { readonly amount: bigint; readonly subject: string } | null;
}

/** Counters of a budget, those nearest to its limit first. */
export async function nearestCounters(db: Queryable, orgId: string, search: NearestSearch): Promise<Counter[]> {
  const { budgetId, subject, windows, nowMs, after, limit } = search;
  const page = [after?.amount ?? null, after?.subject ?? null, limit];
  const values = [orgId, budgetId, new Date(nowMs), windows, subject, ...page];
  const { rows } = await db.query<CounterRow>({ ...statements.nearestCounters, values });
  return rows.map(counterOfRow);
}
