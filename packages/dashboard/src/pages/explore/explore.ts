import type { Answer } from '@cofferdam/sdk';
import { queryOptions, type Query } from '@tanstack/react-query';
import type { PeriodQuery } from '../../app/period.ts';
import { call } from '../../api/call.ts';
import { pathWith } from '../../api/client.ts';
import { listQuery } from '../../api/list.ts';
import { type Dimension, type ExploreSearch, type Filters, type Interval, dimensionsOf, filtersOf } from './search.ts';

export type Breakdown = Answer<'GET /v1/reports/breakdown'>;
export type BreakdownRow = Breakdown['data'][number];
export type SeriesPoint = Answer<'GET /v1/reports/series'>['data'][number];
export type UsageRecord = Answer<'GET /v1/usage'>['data'][number];
export type Refusals = Answer<'GET /v1/reports/refusals'>;
export type Swap = Answer<'GET /v1/reports/model-swap'>;

const seriesLines = 7;
export const defaultTop = 10;

interface Asked {
  readonly period: PeriodQuery;
  readonly filters: Filters;
}

/** What was there stays while the next comes, unless its rows are told apart by something else. */
function sameBy(by: string | undefined) {
  return <Data>(previous: Data | undefined, query: Pick<Query, 'queryKey'> | undefined): Data | undefined => {
    const asked = query?.queryKey[1] as { readonly by?: string } | undefined;
    return asked?.by === by ? previous : undefined;
  };
}

/** How the breakdown is asked for; the file of what is seen is asked for in the same way. */
export function breakdownAsked(search: ExploreSearch, period: PeriodQuery, isCompared: boolean) {
  const { sort = '-cost', top = defaultTop } = search;
  return {
    ...period,
    ...filtersOf(search),
    by: dimensionsOf(search).join(','),
    limit: top,
    sort: sort.replace('-', '') as 'cost',
    order: sort.startsWith('-') ? 'desc' : 'asc',
    ...(isCompared ? { compare: 'previous' as const } : {}),
  } as const;
}

export type BreakdownAsked = ReturnType<typeof breakdownAsked>;

export function breakdownQuery(query: BreakdownAsked) {
  return queryOptions({
    queryKey: ['breakdown', query],
    queryFn: () => call('GET /v1/reports/breakdown', { query }),
    placeholderData: sameBy(query.by),
  });
}

/** The values that a dimension has in a period, the most expensive first: what can be filtered by. */
export function valuesQuery(dimension: Dimension, period: PeriodQuery) {
  const query = { ...period, by: dimension, limit: 500 } as const;
  return queryOptions({
    queryKey: ['values', query],
    queryFn: async () => {
      const { data } = await call('GET /v1/reports/breakdown', { query });
      return data.map((row) => row[dimension] ?? '');
    },
    staleTime: 60_000,
  });
}

export function seriesAsked({ period, filters }: Asked, by: Dimension | null, interval: Interval) {
  const dimension = by === null ? {} : { by };
  return { ...period, ...filters, ...dimension, interval, limit: seriesLines };
}

export function seriesQuery(query: ReturnType<typeof seriesAsked>) {
  return queryOptions({
    queryKey: ['series', query],
    queryFn: () => call('GET /v1/reports/series', { query }),
    placeholderData: sameBy(query.by),
  });
}

export function recordsQuery({ period, filters }: Asked) {
  const query = { ...period, ...filters, limit: 50 };
  return listQuery({
    key: ['usage', query],
    read: (cursor) => call('GET /v1/usage', { query: { ...query, ...cursor } }),
    topics: ['spend'],
  });
}

export function refusalsAsked({ period, filters }: Asked, by: string) {
  return { ...period, by, ...(filters.agent === undefined ? {} : { agent: filters.agent }) };
}

export function refusalsQuery(query: ReturnType<typeof refusalsAsked>) {
  return queryOptions({
    queryKey: ['refusals', query],
    queryFn: () => call('GET /v1/reports/refusals', { query }),
    placeholderData: sameBy(query.by),
  });
}

export function swapQuery(query: PeriodQuery & { readonly from_model: string; readonly to_model: string }) {
  return queryOptions({
    queryKey: ['model-swap', query],
    queryFn: () => call('GET /v1/reports/model-swap', { query }),
  });
}

type FileQuery = Readonly<Record<string, string | number | undefined>>;

/** Where a file of the same figures is. */
export function fileOf(report: 'breakdown' | 'series' | 'refusals', query: FileQuery): string {
  return pathWith(`/v1/reports/${report}`, { ...query, format: 'csv' });
}

/** Where all the records of a period and its filters are as a file. */
export function exportOf({ period, filters }: Asked): string {
  return pathWith('/v1/exports/usage', { ...period, ...filters, format: 'csv' });
}
