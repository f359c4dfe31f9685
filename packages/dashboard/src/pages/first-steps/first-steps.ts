import type { Answer } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

export type Used = Answer<'GET /v1/usage'>['data'][number];
export type Refused = Answer<'GET /v1/reports/refusals'>['data'][number];

/** Whether anything was ever used in the org. */
export const anyUsageQuery = queryOptions({
  queryKey: ['usage', 'any'],
  queryFn: async () => (await call('GET /v1/usage', { query: { limit: 1 } })).data.length > 0,
  meta: { topics: ['spend'] },
});

// The stream of changes tells within a second; where it does not reach, this does.
const refetchInterval = 2_000;

/** The last call of an agent, or null before the first. */
export function lastCallQuery(agent: string) {
  return queryOptions({
    queryKey: ['usage', 'last', agent],
    queryFn: async () => (await call('GET /v1/usage', { query: { agent, limit: 1 } })).data[0] ?? null,
    meta: { topics: ['spend'] },
    refetchInterval,
  });
}

/** What of an agent was refused today, or null. */
export function refusedQuery(agent: string) {
  return queryOptions({
    queryKey: ['refusals', 'first', agent],
    queryFn: async () =>
      (await call('GET /v1/reports/refusals', { query: { agent, by: 'code,budget', limit: 1 } })).data[0] ?? null,
    meta: { topics: ['refusals'] },
    refetchInterval,
  });
}

/** The budget that these steps made for an agent, or null. */
export function agentBudgetQuery(agent: string) {
  return queryOptions({
    queryKey: ['budgets', 'first', agent],
    queryFn: async () => {
      const { data } = await call('GET /v1/budgets', { query: { limit: 200 } });
      return data.find(({ name }) => name === budgetName(agent)) ?? null;
    },
    meta: { topics: ['configuration'] },
  });
}

export function budgetName(agent: string): string {
  return `${agent}, a day`;
}

const key = 'cofferdam.first-steps';

export function isDismissed(): boolean {
  try {
    return localStorage.getItem(key) === 'dismissed';
  } catch {
    return false;
  }
}

/** They come back from the menu of the person. */
export function dismiss(): void {
  try {
    localStorage.setItem(key, 'dismissed');
  } catch {
    // Without storage they are back at the next load.
  }
}
