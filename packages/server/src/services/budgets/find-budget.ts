import type { Budget } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { budgetOf, type BudgetRow } from '../../store/config/load-config.ts';
import type { Queryable } from '../../store/connection.ts';
import { statements } from './statements.ts';

/** Another org's budget is told exactly like one that does not exist. */
function noSuchBudget(id: string): never {
  return fail('not_found', `there is no budget ${id}`);
}

/** Raises `not_found`. */
export async function findBudget(db: Queryable, orgId: string, id: string): Promise<Budget> {
  const { rows } = await db.query<BudgetRow>({ ...statements.findBudget, values: [orgId, id] });
  return rows[0] === undefined ? noSuchBudget(id) : budgetOf(rows[0]);
}

/** Budgets of an org, newest first, from the one before `beforeId` on. */
export async function listBudgets(
  db: Queryable,
  orgId: string,
  beforeId: string | null,
  limit: number,
): Promise<Budget[]> {
  const { rows } = await db.query<BudgetRow>({ ...statements.listBudgets, values: [orgId, beforeId, limit] });
  return rows.map(budgetOf);
}
