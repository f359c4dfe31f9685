import type { Answer } from '@cofferdam/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { PeriodQuery } from '../../app/period.ts';
import { call } from '../../api/call.ts';
import type { AgentsSearch } from './search.ts';

export type AgentsReport = Answer<'GET /v1/reports/agents'>;
export type AgentRow = AgentsReport['data'][number];
export type Agent = Answer<'GET /v1/agents/{id}'>;
export type Held = Answer<'GET /v1/agents/{id}/budgets'>['data'][number];
export type Norms = Answer<'GET /v1/agents/{id}/norm'>;
export type Rules = Answer<'GET /v1/agents/{id}/anomaly-rules'>;

const pausedIs = { paused: { paused: 'true' }, running: { paused: 'false' } } as const;

export function agentsQuery({ search, team, state, sort = '-cost' }: AgentsSearch, period: PeriodQuery) {
  const query = {
    ...period,
    ...(search === undefined ? {} : { search }),
    ...(team === undefined ? {} : { team }),
    ...(state === undefined ? {} : pausedIs[state]),
    sort: sort.replace('-', '') as 'cost',
    order: sort.startsWith('-') ? 'desc' : 'asc',
  } as const;
  return queryOptions({
    queryKey: ['agents', 'list', query],
    queryFn: () => call('GET /v1/reports/agents', { query }),
    placeholderData: keepPreviousData,
  });
}

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: async () => (await call('GET /v1/teams', { query: { limit: 200 } })).data,
});

export function agentQuery(id: string) {
  return queryOptions({
    queryKey: ['agents', 'one', id],
    queryFn: () => call('GET /v1/agents/{id}', { path: { id } }),
  });
}

/** What it spent in a period, with the period before: the totals of everything that is its. */
export function spentQuery(id: string, period: PeriodQuery) {
  const query = { ...period, agent: id, by: 'model', compare: 'previous', limit: 10 } as const;
  return queryOptions({
    queryKey: ['agents', 'spent', query],
    queryFn: () => call('GET /v1/reports/breakdown', { query }),
    placeholderData: keepPreviousData,
  });
}

export function heldQuery(id: string) {
  return queryOptions({
    queryKey: ['agents', 'budgets', id],
    queryFn: () => call('GET /v1/agents/{id}/budgets', { path: { id } }),
  });
}

export function normQuery(id: string) {
  return queryOptions({
    queryKey: ['agents', 'norm', id],
    queryFn: () => call('GET /v1/agents/{id}/norm', { path: { id } }),
  });
}

export function rulesQuery(id: string) {
  return queryOptions({
    queryKey: ['agents', 'rules', id],
    queryFn: () => call('GET /v1/agents/{id}/anomaly-rules', { path: { id } }),
  });
}

export function runsQuery(id: string, sort: 'created' | 'cost', period: PeriodQuery) {
  const query = { ...period, agent: id, sort, limit: 8 } as const;
  return queryOptions({
    queryKey: ['runs', 'of', query],
    queryFn: () => call('GET /v1/runs', { query }),
    placeholderData: keepPreviousData,
  });
}

export function alertsQuery(id: string) {
  const query = { agent: id, limit: 6 } as const;
  return queryOptions({
    queryKey: ['alerts', 'of', query],
    queryFn: () => call('GET /v1/alerts', { query }),
  });
}

export function keysQuery(id: string) {
  const query = { agent: id, limit: 50 } as const;
  return queryOptions({ queryKey: ['keys', 'of', query], queryFn: () => call('GET /v1/keys', { query }) });
}
