import type { Answer, Body, Query } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';

export type Standing = Answer<'GET /v1/budgets/standings'>['data'][number];
export type Budget = Answer<'GET /v1/budgets/{id}'>;
export type Counter = Answer<'GET /v1/budgets/{id}/counters'>['data'][number];
export type Restriction = Answer<'GET /v1/restrictions'>['data'][number];
export type Backtest = Answer<'POST /v1/backtests'>;
export type BacktestedBudget = Backtest['budgets'][number];
export type BudgetBody = Body<'POST /v1/budgets'>;
export type StandingQuery = Omit<Query<'GET /v1/budgets/standings'>, 'cursor'>;

/** Everything below it changes when a budget does. */
export const budgetsKey = ['budgets'] as const;

const topics = ['spend', 'refusals', 'configuration'] as const;

export function standingsQuery(query: StandingQuery) {
  return listQuery<Standing>({
    key: [...budgetsKey, 'standings', query],
    read: (cursor) => call('GET /v1/budgets/standings', { query: { ...query, ...cursor } }),
    topics,
  });
}

export function budgetQuery(id: string) {
  return queryOptions({
    queryKey: [...budgetsKey, id],
    queryFn: () => call('GET /v1/budgets/{id}', { path: { id } }),
  });
}

type CounterQuery = Omit<Query<'GET /v1/budgets/{id}/counters'>, 'cursor'>;

export function countersQuery(id: string, query: CounterQuery) {
  return listQuery<Counter>({
    key: [...budgetsKey, id, 'counters', query],
    read: (cursor) => call('GET /v1/budgets/{id}/counters', { path: { id }, query: { ...query, ...cursor } }),
    topics,
  });
}

/** What holds somebody now, of one budget or of all. */
export function restrictionsQuery(budget?: string) {
  return queryOptions({
    queryKey: [...budgetsKey, 'restrictions', budget ?? ''],
    queryFn: () =>
      call('GET /v1/restrictions', {
        query: { state: 'active', limit: 200, ...(budget === undefined ? {} : { budget }) },
      }),
  });
}

export function refusalsQuery(budget: string, period: { readonly from: string; readonly timezone: string }) {
  return queryOptions({
    queryKey: [...budgetsKey, budget, 'refusals', period],
    queryFn: () => call('GET /v1/reports/refusals', { query: { ...period, budget, by: 'day,code,agent' } }),
  });
}

export function changesQuery(id: string) {
  return queryOptions({
    queryKey: [...budgetsKey, id, 'changes'],
    queryFn: () => call('GET /v1/audit', { query: { action: 'budget', target: id, limit: 100 } }),
  });
}

export function alertsOfQuery(id: string) {
  return queryOptions({
    queryKey: ['alerts', 'of-budget', id],
    queryFn: () => call('GET /v1/alerts', { query: { budget: id, limit: 50 } }),
  });
}
