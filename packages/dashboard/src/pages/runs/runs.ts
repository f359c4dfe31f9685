import type { Answer } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import type { PeriodQuery } from '../../app/period.ts';
import { call } from '../../api/call.ts';
import { callApi, pathWith } from '../../api/client.ts';
import { listQuery } from '../../api/list.ts';
import type { RunsSearch } from './search.ts';

type Runs = Answer<'GET /v1/runs'>;
export type Run = Runs['data'][number];
export type RunFound = Answer<'GET /v1/runs/{id}'>;
export type Tree = Answer<'GET /v1/runs/{id}/tree'>;
export type Call = Answer<'GET /v1/runs/{id}/usage'>['data'][number];

/** Runs without a parent are those whose parent is empty, and what is empty is not sent with the others. */
function readRuns(query: Readonly<Record<string, string | number | undefined>>, isRoots: boolean): Promise<Runs> {
  const path = pathWith('/v1/runs', query);
  return callApi<Runs>('GET', isRoots ? `${path}&parent_run=` : path);
}

export function runsQuery({ agent, workflow, status, sort, only }: RunsSearch, period: PeriodQuery) {
  const query = {
    ...period,
    ...(agent === undefined ? {} : { agent }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(status === undefined ? {} : { status }),
    sort: sort ?? 'created',
    limit: 50,
  } as const;
  return listQuery({
    key: ['runs', 'list', query, only],
    read: (cursor) => readRuns({ ...query, ...cursor }, only === 'roots'),
    topics: ['spend'],
  });
}

export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: () => call('GET /v1/runs/{id}', { path: { id } }),
  });
}

export function treeQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', 'tree', id],
    queryFn: () => call('GET /v1/runs/{id}/tree', { path: { id } }),
  });
}

/** The records of a run and all below it, the oldest first. */
export function callsQuery(id: string) {
  return listQuery({
    key: ['runs', 'usage', id],
    read: (cursor) => call('GET /v1/runs/{id}/usage', { path: { id }, query: { limit: 200, ...cursor } }),
    topics: ['spend'],
  });
}
