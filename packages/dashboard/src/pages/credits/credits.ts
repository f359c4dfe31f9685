import type { Answer, Operations } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';
import type { Topic } from '../../api/refetching.ts';
import { queryClient } from '../../api/query-client.ts';

export type Credits = Answer<'GET /v1/credits'>;
export type Lot = Answer<'GET /v1/credits/lots'>['data'][number];
export type Entry = Answer<'GET /v1/credits/ledger'>['data'][number];
export type Payment = Answer<'GET /v1/credits/payments/{id}'>;
export type Reconciliation = Answer<'GET /v1/credits/reconciliation'>;
export type Statement = Answer<'GET /v1/credits/statements/{month}'>;
export type Checkpoint = Answer<'GET /v1/credits/checkpoints'>['data'][number];
export type LedgerFilter = Operations['GET /v1/credits/ledger']['query'];
export type PaymentState = Payment['state'];

/** All that is about credit: what moves credit changes all of it. */
const all = ['credits'] as const;
const topics: readonly Topic[] = ['wallet'];

export function creditChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: all });
}

export const creditsQuery = queryOptions({
  queryKey: [...all, 'wallet'],
  queryFn: () => call('GET /v1/credits'),
  meta: { topics },
});

/** Lots with anything left, as charges draw them. */
export const openLotsQuery = listQuery({
  key: [...all, 'open lots'],
  topics,
  read: (cursor) => call('GET /v1/credits/lots', { query: { order: 'draw', ...cursor } }),
});

export function ledgerQuery(filter: LedgerFilter) {
  return listQuery({
    key: [...all, 'ledger', filter],
    topics,
    read: (cursor) => call('GET /v1/credits/ledger', { query: { ...filter, ...cursor } }),
  });
}

export function paymentsQuery(state: PaymentState | undefined) {
  const filter = state === undefined ? {} : { state };
  return listQuery({
    key: [...all, 'payments', filter],
    topics,
    read: (cursor) => call('GET /v1/credits/payments', { query: { ...filter, ...cursor } }),
  });
}

/** A payment that is under way is looked at again and again, until it is booked or over. */
export function isUnderWay({ state }: Pick<Payment, 'state'>): boolean {
  return state === 'created' || state === 'pending';
}

export function paymentQuery(id: string) {
  return queryOptions({
    queryKey: [...all, 'payment', id],
    queryFn: () => call('GET /v1/credits/payments/{id}', { path: { id } }),
    meta: { topics },
    refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data) ? 1_500 : false),
  });
}

interface Period {
  readonly from: string;
  readonly to?: string;
  readonly timezone: string;
}

/** Asks Stripe about each payment of the period: not again of itself. */
export function reconciliationQuery(period: Period) {
  return queryOptions({
    queryKey: [...all, 'reconciliation', period],
    queryFn: () => call('GET /v1/credits/reconciliation', { query: period }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    meta: { topics: [] },
  });
}

export function statementsQuery(timezone: string) {
  return listQuery({
    key: [...all, 'statements', timezone],
    topics,
    read: (cursor) => call('GET /v1/credits/statements', { query: { timezone, ...cursor } }),
  });
}

export function statementQuery(month: string, timezone: string) {
  return queryOptions({
    queryKey: [...all, 'statement', month, timezone],
    queryFn: () => call('GET /v1/credits/statements/{month}', { path: { month }, query: { timezone } }),
    meta: { topics },
  });
}

export const checkpointsQuery = listQuery({
  key: [...all, 'checkpoints'],
  topics: [],
  read: (cursor) => call('GET /v1/credits/checkpoints', { query: cursor }),
});

/** Kinds of ledger entries, as people call them. */
export const kindNames: Readonly<Record<Entry['kind'], string>> = {
  top_up: 'Purchase',
  grant: 'Grant',
  reinstatement: 'Reinstatement',
  adjustment: 'Adjustment',
  write_off: 'Write-off',
  charge: 'Usage',
  correction: 'Correction of usage',
  refund: 'Refund',
  claw_back: 'Claw-back',
  expiry: 'Expiry',
};
