import type { Answer } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { PeriodQuery } from '../../app/period.ts';

export type Overview = Answer<'GET /v1/reports/overview'>;
export type Standing = NonNullable<Overview['budgets']>[number];
export type OpenAlert = NonNullable<Overview['alerts']>['latest'][number];
export type Restriction = Answer<'GET /v1/restrictions'>['data'][number];
export type Series = Answer<'GET /v1/reports/series'>;
export type Projection = Answer<'GET /v1/reports/projection'>;
export type Credits = Answer<'GET /v1/credits'>;
export type UnitEconomics = Answer<'GET /v1/reports/unit-economics'>;

export function overviewQuery(period: PeriodQuery) {
  return queryOptions({
    queryKey: ['overview', period],
    queryFn: () => call('GET /v1/reports/overview', { query: period }),
  });
}

export const seriesDimensions = ['agent', 'model', 'team', 'workflow', 'connection', 'user', 'provider'] as const;
export type SeriesBy = (typeof seriesDimensions)[number];
export type Interval = 'hour' | 'day';

/** The largest seven by a dimension, and what is left over; without a dimension the totals. */
export function seriesQuery(period: PeriodQuery, interval: Interval, by?: SeriesBy) {
  const query = { ...period, interval, ...(by === undefined ? {} : { by, limit: 7 }) } as const;
  return queryOptions({
    queryKey: ['series', query],
    queryFn: () => call('GET /v1/reports/series', { query }),
    meta: { topics: ['spend'] },
  });
}

export function projectionQuery(timezone: string) {
  return queryOptions({
    queryKey: ['projection', timezone],
    queryFn: () => call('GET /v1/reports/projection', { query: { timezone } }),
    // Its past errors are much to work out with every call; but a month must not end below what is spent already.
    staleTime: 10_000,
    meta: { topics: [] },
    refetchInterval: 10_000,
  });
}

export const creditsQuery = queryOptions({
  queryKey: ['credits', 'overview'],
  queryFn: () => call('GET /v1/credits'),
  meta: { topics: ['wallet'] },
});

export function unitQuery(period: PeriodQuery) {
  return queryOptions({
    queryKey: ['unit-economics', period],
    queryFn: () => call('GET /v1/reports/unit-economics', { query: period }),
    meta: { topics: [] },
    staleTime: 10_000,
    refetchInterval: 15_000,
  });
}

export const restrictionsQuery = queryOptions({
  queryKey: ['restrictions', 'active'],
  queryFn: () => call('GET /v1/restrictions', { query: { state: 'active', limit: 10 } }),
  meta: { topics: ['alerts', 'spend', 'configuration'] },
});

/** The thresholds of each budget, by its id: where its bar has ticks. */
export const thresholdsQuery = queryOptions({
  queryKey: ['budgets', 'thresholds'],
  queryFn: async () => {
    const { data } = await call('GET /v1/budgets', { query: { limit: 200 } });
    return new Map(data.map(({ id, thresholds }) => [id, thresholds]));
  },
  meta: { topics: ['configuration'] },
});
