import { CommandFailure } from '../exit.ts';
import type { ApiClient } from './client.ts';
import { cellAt, fieldsOf, textAt } from './fields.ts';
import { listAll } from './list.ts';
import { expectSuccess } from './problem.ts';

export const budgetUnits = ['usd', 'tokens', 'requests', 'concurrent'] as const;
export type BudgetUnit = (typeof budgetUnits)[number];

/** What a budget counts: the suffix of its one limit. */
export function unitOf(budget: unknown): BudgetUnit {
  const fields = fieldsOf(budget);
  return budgetUnits.find((unit) => fields[`limit_${unit}`] !== undefined && fields[`limit_${unit}`] !== null) ?? 'usd';
}

/** A budget by its name or id. Throws a CommandFailure where there is none. */
export async function findBudget(client: ApiClient, nameOrId: string): Promise<unknown> {
  const budget = (await listAll(client, '/v1/budgets')).find((each) => isNamed(each, nameOrId));
  if (budget === undefined)
    throw new CommandFailure(`there is no budget "${nameOrId}"`, 'See `cofferdam budgets list`.');
  return budget;
}

/** Makes the budget, or gives the one of that name this limit. */
export async function saveDollarBudget(
  client: ApiClient,
  budget: { name: string; limit_usd: string; [field: string]: unknown },
): Promise<void> {
  const existing = (await listAll(client, '/v1/budgets')).find((each) => textAt(each, 'name') === budget.name);
  const request =
    existing === undefined
      ? ({ method: 'POST', path: '/v1/budgets', body: budget } as const)
      : ({ method: 'PATCH', path: budgetPath(existing), body: { limit_usd: budget.limit_usd } } as const);
  expectSuccess(await client.send(request));
}

export function budgetPath(budget: unknown): string {
  return `/v1/budgets/${encodeURIComponent(cellAt(budget, 'id'))}`;
}

function isNamed(budget: unknown, nameOrId: string): boolean {
  return textAt(budget, 'name') === nameOrId || textAt(budget, 'id') === nameOrId;
}
