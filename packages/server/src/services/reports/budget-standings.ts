import type { Budget, Counter } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { type BudgetRow, budgetOf } from '../../store/config/load-config.ts';
import { counterOfRow, type CounterRow } from '../../store/lane/counter-row.ts';
import { sqlFile } from '../../store/sql-file.ts';

const standings = sqlFile('budgets/standings.sql');
const agentStandings = sqlFile('budgets/agent-standings.sql');
const budgetsOfIds = 'SELECT * FROM budgets WHERE org_id = $1 AND id = ANY ($2)';

/** A budget and what it has counted for one subject in the window that is open. */
export interface BudgetStanding {
  readonly budget: Budget;
  readonly counter: Counter;
}

async function standingsOf(db: Queryable, orgId: string, rows: readonly CounterRow[]): Promise<BudgetStanding[]> {
  const ids = rows.map((row) => row.budget_id);
  const found = await db.query<BudgetRow>(budgetsOfIds, [orgId, ids]);
  const budgets = new Map(found.rows.map((row) => [row.id, budgetOf(row)]));
  return rows.flatMap((row) => {
    const budget = budgets.get(row.budget_id);
    return budget === undefined ? [] : [{ budget, counter: counterOfRow(row) }];
  });
}

/** The budgets that are nearest to their limits now, spent and reserved together; those of runs are left out. */
export async function readBudgetStandings(
  db: Queryable,
  orgId: string,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<BudgetStanding[]> {
  const { rows } = await db.query<CounterRow>(standings.text, [orgId, new Date(nowMs), limit]);
  return standingsOf(db, orgId, rows);
}

/** Of each agent, its own budget that is nearest to its limit now; an agent without one is missing. */
export async function readAgentStandings(
  db: Queryable,
  orgId: string,
  agents: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, BudgetStanding>> {
  const { rows } = await db.query<CounterRow>(agentStandings.text, [orgId, agents, new Date(nowMs)]);
  const found = await standingsOf(db, orgId, rows);
  return new Map(found.map((standing) => [standing.counter.subject, standing]));
}
