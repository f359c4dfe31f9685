import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { call } from '../../api/call.ts';
import type { Backtest, BudgetBody } from './budgets.ts';

const afterEditingMs = 400;
const daysBack = 30;

/** The value as it was when it last stood still for a moment. */
function useSettled<Value>(value: Value, key: string): { readonly value: Value; readonly isSettled: boolean } {
  const [settled, settle] = useState({ key, value });
  useEffect(() => {
    if (settled.key === key) return undefined;
    const timer = setTimeout(() => settle({ key, value }), afterEditingMs);
    return () => clearTimeout(timer);
  });
  return { value: settled.value, isSettled: settled.key === key };
}

/** The last 30 days, up to the hour before this one ends: the same question again is not asked twice. */
function fromTime(nowMs: number): string {
  return new Date(Math.floor(nowMs / 3_600_000) * 3_600_000 - daysBack * 86_400_000).toISOString();
}

/** A budget without a name can be tried all the same. */
function named(body: BudgetBody): BudgetBody {
  return body.name === '' ? { ...body, name: 'this budget' } : body;
}

function backtestQuery(body: BudgetBody | null, from: string) {
  return queryOptions({
    queryKey: ['backtest', from, body],
    enabled: body !== null,
    queryFn: ({ signal }): Promise<Backtest> =>
      body === null
        ? Promise.reject(new Error('there is nothing to try'))
        : call('POST /v1/backtests', { body: { budgets: [named(body)], from }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    // It is asked again when the budget is edited, not when something is spent.
    meta: { topics: [] },
    retry: (failures, error) => failures < 5 && error instanceof ApiError && error.status === 503,
    retryDelay: 1_000,
  });
}

export interface Preview {
  readonly backtest: Backtest | undefined;
  /** What stands there is of an earlier draft. */
  readonly isOld: boolean;
  readonly isBusy: boolean;
  readonly problem: ApiError | null;
  readonly stop: () => void;
  readonly again: () => void;
}

/** Asks what a budget would have done, when its editing pauses; an answer that nobody waits for is not waited for. */
export function usePreview(body: BudgetBody | null): Preview {
  const [from] = useState(() => fromTime(Date.now()));
  const queries = useQueryClient();
  const { value, isSettled } = useSettled(body, JSON.stringify(body));
  const options = backtestQuery(value, from);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(options);
  return {
    backtest: value === null ? undefined : data,
    isOld: !isSettled || isPlaceholderData,
    isBusy: isFetching,
    problem: error instanceof ApiError ? error : null,
    stop: () => void queries.cancelQueries({ queryKey: options.queryKey }),
    again: () => void refetch(),
  };
}
