import type { Answer, Operations } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';
import type { PeriodQuery } from '../../app/period.ts';

export type Connection = Answer<'GET /v1/connections'>['data'][number];
export type NewConnection = Operations['POST /v1/connections']['body'];
export type ConnectionChange = Operations['PATCH /v1/connections/{name}']['body'];
export type MadeProvider = NewConnection['provider'];

export const connectionsQuery = listQuery<Connection>({
  key: ['connections'],
  read: (cursor) => call('GET /v1/connections', { query: { limit: 100, ...cursor } }),
  topics: ['configuration'],
});

/** What went through each connection in the period, by its name. */
export function connectionSpendQuery(period: PeriodQuery) {
  return queryOptions({
    queryKey: ['connection-spend', period],
    queryFn: async () => {
      const { data } = await call('GET /v1/reports/breakdown', {
        query: { ...period, by: 'connection', limit: 200 },
      });
      return new Map(data.map((row) => [row.connection ?? '', row]));
    },
    meta: { topics: ['spend'] },
  });
}

export const providerNames: Readonly<Record<Connection['provider'], string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  gemini: 'Gemini',
  'openai-compatible': 'OpenAI-compatible',
  simulator: 'simulated providers',
};

export const timeoutNames = [
  ['connect_ms', 'Connect'],
  ['first_byte_ms', 'First byte'],
  ['idle_ms', 'Silence'],
  ['total_ms', 'Whole call'],
] as const;
