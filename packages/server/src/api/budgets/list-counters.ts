import type { Counter } from '@cofferdam/core';
import { findBudget } from '../../services/budgets/find-budget.ts';
import { listCounters, nearestCounters } from '../../services/budgets/list-counters.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, pageOf, type Page } from '../page.ts';
import { renderCounter } from './render.ts';

const cursorForm = /^-?\d{1,19} .+$/;

interface Last {
  readonly figure: bigint;
  readonly subject: string;
}

/** A cursor is a figure and a subject: the start of a window, or the amount, by what the list is sorted by. */
function lastOf(cursor: string | undefined): Last | null {
  const key = decodeCursor(cursor, cursorForm);
  if (key === null) return null;
  const blank = key.indexOf(' ');
  return { figure: BigInt(key.slice(0, blank)), subject: key.slice(blank + 1) };
}

export interface CounterPage {
  readonly id: string;
  readonly subject?: string | undefined;
  readonly windows?: 'open' | 'closed' | undefined;
  readonly sort: 'newest' | 'nearest';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of a budget's counters: newest window first, then by subject; or those nearest to its limit first. */
export async function pageOfCounters(context: ApiContext, orgId: string, page: CounterPage): Promise<Page<unknown>> {
  const { id, subject = null, windows = null, sort, cursor, limit } = page;
  const { pool } = context;
  const last = lastOf(cursor);
  const budget = await findBudget(pool, orgId, id);
  const search = { budgetId: id, subject, windows, nowMs: context.nowMs(), limit: limit + 1 };
  const show = (counter: Counter): Record<string, unknown> => renderCounter(budget, counter);
  if (sort === 'nearest') {
    const after = last === null ? null : { amount: last.figure, subject: last.subject };
    const counters = await nearestCounters(pool, orgId, { ...search, after });
    return pageOf(counters, limit, (one) => `${one.spent + one.reserved} ${one.subject}`, show);
  }
  const after = last === null ? null : { windowStartMs: Number(last.figure), subject: last.subject };
  const counters = await listCounters(pool, orgId, { ...search, after });
  return pageOf(counters, limit, (one) => `${one.windowStartMs} ${one.subject}`, show);
}
