import type { Answer } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

export type Overview = Answer<'GET /v1/reports/overview'>;
export type Standing = NonNullable<Overview['budgets']>[number];
export type OpenAlert = NonNullable<Overview['alerts']>['latest'][number];
export type SeriesPoint = Answer<'GET /v1/reports/series'>['data'][number];

interface Period {
  readonly from: string;
  readonly timezone: string;
}

export function overviewQuery(period: Period) {
  return queryOptions({
    queryKey: ['overview', period],
    queryFn: () => call('GET /v1/reports/overview', { query: period }),
  });
}

export type SeriesBy = 'agent' | 'model';

export function dailyQuery(period: Period, by: SeriesBy) {
  const query = { ...period, by, interval: 'day', limit: 7 } as const;
  return queryOptions({
    queryKey: ['series', query],
    queryFn: () => call('GET /v1/reports/series', { query }),
  });
}
