import type { Answer, Query } from '@cofferdam/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';

export type Alert = Answer<'GET /v1/alerts'>['data'][number];
export type AlertInFull = Answer<'GET /v1/alerts/{id}'>;
export type Delivery = Answer<'GET /v1/deliveries'>['data'][number];
export type Channel = Answer<'GET /v1/channels'>['data'][number];
export type AlertQuery = Omit<Query<'GET /v1/alerts'>, 'cursor' | 'limit'>;

export const alertsKey = ['alerts'] as const;
export const channelsKey = ['channels'] as const;
const deliveriesKey = ['deliveries'] as const;

const topics = ['alerts', 'configuration'] as const;

/** How many are open, acknowledged and snoozed. */
export const countsQuery = queryOptions({
  queryKey: [...alertsKey, 'counts'],
  queryFn: () => call('GET /v1/alerts/counts'),
  meta: { topics },
});

export function alertListQuery(query: AlertQuery) {
  return listQuery<Alert>({
    key: [...alertsKey, 'list', query],
    read: (cursor) => call('GET /v1/alerts', { query: { ...query, ...cursor } }),
    topics,
  });
}

export function alertQuery(id: string) {
  return queryOptions({
    queryKey: [...alertsKey, 'one', id],
    queryFn: () => call('GET /v1/alerts/{id}', { path: { id } }),
    placeholderData: keepPreviousData,
  });
}

type DeliveryQuery = Omit<Query<'GET /v1/deliveries'>, 'cursor' | 'limit'>;

export function deliveriesQuery(query: DeliveryQuery) {
  return listQuery<Delivery>({
    key: [...deliveriesKey, query],
    read: (cursor) => call('GET /v1/deliveries', { query: { ...query, limit: 20, ...cursor } }),
    topics,
    // Nothing tells that a message has arrived: one looks.
    intervalMs: 2_000,
  });
}

export const channelsQuery = queryOptions({
  queryKey: channelsKey,
  queryFn: () => call('GET /v1/channels', { query: { limit: 200 } }),
});
