import { queryOptions } from '@tanstack/react-query';
import { callApi, pathWith } from '../../api/client.ts';

interface Sums {
  readonly cost_usd: string;
  readonly requests: number;
  readonly estimated_usd: string;
  readonly unpriced_records: number;
}

export interface Standing {
  readonly budget: string;
  readonly name: string;
  readonly subject: string;
  readonly window_end: string | null;
  readonly limit_usd?: string;
  readonly spent_usd?: string;
  readonly reserved_usd?: string;
  readonly available_usd?: string;
  readonly limit_tokens?: number;
  readonly spent_tokens?: number;
  readonly reserved_tokens?: number;
  readonly limit_requests?: number;
  readonly spent_requests?: number;
  readonly reserved_requests?: number;
  readonly limit_concurrent?: number;
  readonly spent_concurrent?: number;
  readonly reserved_concurrent?: number;
}

export interface OpenAlert {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly time: string;
  readonly title: string;
}

/** `GET /v1/reports/overview`, as far as the page shows it. */
export interface Overview extends Sums {
  readonly previous?: Sums;
  readonly refused: number;
  readonly refused_usd: string;
  readonly open_reservations: number;
  readonly reserved_usd: string;
  readonly wallet: { readonly mode: string; readonly balance_usd: string; readonly available_usd: string } | null;
  readonly alerts: { readonly open: number; readonly latest: readonly OpenAlert[] } | null;
  readonly budgets: readonly Standing[] | null;
}

export interface SeriesPoint extends Sums {
  readonly time: string;
  readonly agent?: string | null;
  readonly model?: string | null;
  /** The values that have no line of their own. */
  readonly rest?: boolean;
}

interface Period {
  readonly from: string;
  readonly timezone: string;
}

const refetchInterval = 2_000;

export function overviewQuery(period: Period) {
  return queryOptions({
    queryKey: ['overview', period],
    queryFn: () => callApi<Overview>('GET', pathWith('/v1/reports/overview', { ...period })),
    refetchInterval,
  });
}

export type SeriesBy = 'agent' | 'model';

export function dailyQuery(period: Period, by: SeriesBy) {
  const query = { ...period, by, interval: 'day', limit: 7 };
  return queryOptions({
    queryKey: ['series', query],
    queryFn: () => callApi<{ readonly data: readonly SeriesPoint[] }>('GET', pathWith('/v1/reports/series', query)),
    refetchInterval,
  });
}
