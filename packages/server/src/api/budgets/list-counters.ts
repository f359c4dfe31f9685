import type { Counter } from '@cofferdam/core';
import { findBudget } from '../../services/budgets/find-budget.ts';
import { type CounterSearch, listCounters } from '../../services/budgets/list-counters.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, pageOf, type Page } from '../page.ts';
import { renderCounter } from './render.ts';

const cursorForm = /^\d{1,14} .+$/;

function cursorKey(counter: Counter): string {
  return `${counter.windowStartMs} ${counter.subject}`;
}

function lastOf(cursor: string | undefined): CounterSearch['after'] {
  const key = decodeCursor(cursor, cursorForm);
  if (key === null) return null;
  const blank = key.indexOf(' ');
  return { windowStartMs: Number(key.slice(0, blank)), subject: key.slice(blank + 1) };
}

export interface CounterPage {
  readonly id: string;
  readonly subject?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of a budget's counters, newest window first, then by subject. */
export async function pageOfCounters(context: ApiContext, orgId: string, page: CounterPage): Promise<Page<unknown>> {
  const { id, subject, cursor, limit } = page;
  const after = lastOf(cursor);
  const budget = await findBudget(context.pool, orgId, id);
  const search = { budgetId: id, subject: subject ?? null, after, limit: limit + 1 };
  const counters = await listCounters(context.pool, orgId, search);
  return pageOf(counters, limit, cursorKey, (counter) => renderCounter(budget, counter));
}
