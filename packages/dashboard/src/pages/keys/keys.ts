import type { Answer } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';

export type Key = Answer<'GET /v1/keys'>['data'][number];
export type KeyKind = Key['kind'];

export const keysQuery = listQuery<Key>({
  key: ['keys'],
  read: (cursor) => call('GET /v1/keys', { query: { limit: 100, ...cursor } }),
  topics: ['configuration'],
});

/** Names to choose from: of labels that the org knows already. A new one may be typed all the same. */
export const agentNamesQuery = queryOptions({
  queryKey: ['names', 'agents'],
  queryFn: async () => (await call('GET /v1/agents', { query: { limit: 200 } })).data.map(({ id }) => id),
  staleTime: 60_000,
  meta: { topics: ['configuration'] },
});

export const kindWords: Readonly<Record<KeyKind, string>> = {
  agent: 'acts for one agent, and reads no configuration',
  service: 'spends for any agent, and reads budgets, prices and connections',
  admin: 'may do everything in the org',
};
