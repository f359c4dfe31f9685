import { formatUsd, parseUsd } from '@cofferdam/core';
import { budgetPath } from '../api-client/budgets.ts';
import type { ApiClient } from '../api-client/client.ts';
import { cellAt, fieldsOf, textAt } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';

/** A daily hard budget of the demo: what it counts, and what it lets a demo spend, a decimal string in USD. */
export interface Allowance {
  readonly name: string;
  readonly per: 'agent' | 'org';
  readonly agents: readonly string[];
  readonly allowanceUsd: string;
}

/** A budget as the server has it; amounts are decimal strings in USD. */
export interface DemoBudget {
  readonly name: string;
  /** From `/v1/` on. */
  readonly path: string;
  readonly limitUsd: string;
  /** What its day had seen before. */
  readonly spentBeforeUsd: string;
}

export function nanoUsd(text: string): bigint {
  const parsed = parseUsd(text);
  return parsed.ok ? parsed.value : 0n;
}

/**
 * Makes the budget, or takes the one of an earlier demo. A budget counts a whole day, so the limit is raised by what the
 * day has seen: each demo has the same allowance. `budgets` are all that there are.
 */
export async function grant(
  client: ApiClient,
  budgets: readonly unknown[],
  { name, per, agents, allowanceUsd }: Allowance,
  now: Date,
): Promise<DemoBudget> {
  const known = budgets.find((budget) => textAt(budget, 'name') === name);
  const isUsable = known !== undefined && textAt(known, 'per') === per && textAt(known, 'window') === 'day';
  if (known !== undefined && !isUsable) expectSuccess(await client.send({ method: 'DELETE', path: budgetPath(known) }));
  const body = { name, per, match: { agent: agents }, window: 'day', limit_usd: allowanceUsd, enforcement: 'hard' };
  const path = isUsable
    ? budgetPath(known)
    : budgetPath(expectSuccess(await client.send({ method: 'POST', path: '/v1/budgets', body })));
  const spentBeforeUsd = await spentToday(client, path, now);
  const limitUsd = formatUsd(nanoUsd(spentBeforeUsd) + nanoUsd(allowanceUsd));
  expectSuccess(await client.send({ method: 'PATCH', path, body: { limit_usd: limitUsd, enforcement: 'hard' } }));
  return { name, path, limitUsd, spentBeforeUsd };
}

async function spentToday(client: ApiClient, path: string, now: Date): Promise<string> {
  const counters = await listAll(client, `${path}/counters`);
  const isOfToday = (counter: unknown): boolean => Date.parse(cellAt(counter, 'window_end')) > now.getTime();
  return textAt(counters.find(isOfToday), 'spent_usd') ?? '0';
}

/** What the budget's present window has seen, and its limit, as the server says now. */
export async function readBudget(
  client: ApiClient,
  { path }: DemoBudget,
  now: Date,
): Promise<{ readonly spentUsd: string; readonly limitUsd: string }> {
  const budget = expectSuccess(await client.send({ method: 'GET', path }));
  return { spentUsd: await spentToday(client, path, now), limitUsd: textAt(fieldsOf(budget), 'limit_usd') ?? '0' };
}
