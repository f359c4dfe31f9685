import type { Answer, Operations } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { ApiError } from '../../api/client.ts';
import { listQuery } from '../../api/list.ts';
import { queryClient } from '../../api/query-client.ts';

export type BookPrice = Answer<'GET /v1/prices/book'>['data'][number];
export type Price = Answer<'GET /v1/prices'>;
export type Override = Answer<'GET /v1/prices/overrides'>['data'][number];
export type Ceiling = Answer<'GET /v1/prices/ceiling'>;
export type OverrideBody = Operations['PUT /v1/prices/overrides/{provider}/{model}']['body'];

const all = ['prices'] as const;

export function pricesChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: all });
}

export interface BookFilter {
  readonly provider?: string;
  readonly search?: string;
}

export function bookQuery(filter: BookFilter) {
  return listQuery({
    key: [...all, 'book', filter],
    topics: ['configuration'],
    read: (cursor) => call('GET /v1/prices/book', { query: { ...filter, ...cursor } }),
  });
}

/** What the book is: its version, and the providers that it knows. */
export const bookAboutQuery = queryOptions({
  queryKey: [...all, 'about'],
  queryFn: () => call('GET /v1/prices/book', { query: { limit: 1 } }),
  staleTime: 3_600_000,
  meta: { topics: [] },
});

export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

export function priceQuery(name: ModelName) {
  return queryOptions({
    queryKey: [...all, 'price', name],
    queryFn: () => call('GET /v1/prices', { query: { ...name } }),
    retry: false,
    meta: { topics: ['configuration'] },
  });
}

export const overridesQuery = listQuery({
  key: [...all, 'overrides'],
  topics: ['configuration'],
  read: (cursor) => call('GET /v1/prices/overrides', { query: cursor }),
});

interface Period {
  readonly from: string;
  readonly to?: string;
  readonly timezone: string;
}

export function unpricedQuery(period: Period) {
  return queryOptions({
    queryKey: [...all, 'unpriced', period],
    queryFn: () => call('GET /v1/prices/unpriced', { query: period }),
    meta: { topics: ['spend', 'refusals', 'configuration'] },
  });
}

/** Null where there is none. */
export const ceilingQuery = queryOptions({
  queryKey: [...all, 'ceiling'],
  meta: { topics: ['configuration'] },
  queryFn: async (): Promise<Ceiling | null> => {
    try {
      return await call('GET /v1/prices/ceiling');
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },
});

/** The rates of a price, in the order in which they are asked about; all in USD per million tokens. */
export const rates = [
  ['input_usd_per_mtok', 'Input'],
  ['output_usd_per_mtok', 'Output'],
  ['cache_read_usd_per_mtok', 'Cache read'],
  ['cache_write_usd_per_mtok', 'Cache write'],
  ['cache_write_1h_usd_per_mtok', 'Cache write, 1 h'],
  ['reasoning_usd_per_mtok', 'Reasoning'],
  ['audio_input_usd_per_mtok', 'Audio in'],
  ['audio_output_usd_per_mtok', 'Audio out'],
  ['image_input_usd_per_mtok', 'Image in'],
  ['image_output_usd_per_mtok', 'Image out'],
] as const;

export type RateName = (typeof rates)[number][0];

/** `openai/gpt-4o` as its two parts; what is no such name is none. */
export function modelNameOf(text: string | undefined): ModelName | null {
  const slash = text?.indexOf('/') ?? -1;
  if (text === undefined || slash <= 0) return null;
  return { provider: text.slice(0, slash), model: text.slice(slash + 1) };
}
