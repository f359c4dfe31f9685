import { type Budget, type Counter, projectedWindows, windowAt } from '@cofferdam/core';
import { budgetOf, type BudgetRow } from '../../store/config/load-config.ts';
import type { Queryable } from '../../store/connection.ts';
import { statements } from './statements.ts';

/** What a budget has counted for one subject in the window under way. */
export interface OpenWindow extends Pick<Counter, 'subject' | 'spent' | 'reserved'> {
  readonly budget: Budget;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
}

interface OpenRow {
  readonly budget_id: string;
  readonly subject: string;
  readonly window_start: number;
  readonly window_end: number;
  readonly spent: bigint;
  readonly reserved: bigint;
}

async function projectedBudgets(db: Queryable, orgId: string): Promise<Budget[]> {
  const { rows } = await db.query<BudgetRow>({ ...statements.budgetsWithWindows, values: [orgId, projectedWindows] });
  return rows.map(budgetOf);
}

/** Every window under way of a day or longer in which something was spent, of budgets of USD, tokens and requests. */
export async function readOpenWindows(db: Queryable, orgId: string, nowMs: number): Promise<OpenWindow[]> {
  const budgets = await projectedBudgets(db, orgId);
  if (budgets.length === 0) return [];
  const starts = budgets.map(({ window, timeZone }) => new Date(windowAt(window, timeZone, nowMs).startMs));
  const values = [orgId, budgets.map(({ id }) => id), starts];
  const { rows } = await db.query<OpenRow>({ ...statements.openWindows, values });
  const byId = new Map(budgets.map((budget) => [budget.id, budget]));
  return rows.map((row) => ({
    budget: byId.get(row.budget_id)!,
    subject: row.subject,
    windowStartMs: row.window_start,
    windowEndMs: row.window_end,
    spent: row.spent,
    reserved: row.reserved,
  }));
}
