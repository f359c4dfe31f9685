import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import type { Place } from './places.ts';

/** Something that the palette leads to. */
export interface Find {
  readonly kind: string;
  readonly name: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** What has a page of its own: the newest of each kind. Somebody who may not read one of them finds the others. */
export const findsQuery = queryOptions({
  queryKey: ['palette'],
  queryFn: async (): Promise<readonly Find[]> => {
    const limit = { query: { limit: 200 } };
    const read = await Promise.allSettled([
      call('GET /v1/agents', limit).then(({ data }) =>
        data.map(({ id, name }) => ({
          kind: 'agent',
          name: name === id ? id : `${name} (${id})`,
          to: `/agents/${encodeURIComponent(id)}`,
        })),
      ),
      call('GET /v1/budgets', limit).then(({ data }) =>
        data.map(({ id, name }) => ({ kind: 'budget', name, to: `/budgets/${id}` })),
      ),
      call('GET /v1/connections', limit).then(({ data }) =>
        data.map(({ name }) => ({ kind: 'connection', name, to: '/connections', search: { connection: name } })),
      ),
      call('GET /v1/runs', limit).then(({ data }) =>
        data.map(({ id }) => ({ kind: 'run', name: id, to: `/runs/${encodeURIComponent(id)}` })),
      ),
    ]);
    return read.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  },
  staleTime: 30_000,
});

const mostShown = 12;

/** What fits what was typed: names that begin with it first, then those that have it anywhere; a run by its whole id. */
export function findsOf(typed: string, open: readonly Place[], finds: readonly Find[]): readonly Find[] {
  const text = typed.trim().toLowerCase();
  const all = [...open.map(({ to, name }) => ({ kind: 'page', name, to })), ...finds];
  if (text === '') return all.slice(0, mostShown);
  const fitting = all.filter(({ name }) => name.toLowerCase().includes(text));
  const begins = fitting.filter(({ name }) => name.toLowerCase().startsWith(text));
  const found = [...begins, ...fitting.filter((find) => !begins.includes(find))].slice(0, mostShown);
  const id = typed.trim();
  const isKnown = found.some(({ kind, name }) => kind === 'run' && name === id);
  const run = { kind: 'run', name: id, to: `/runs/${encodeURIComponent(id)}` };
  return isKnown || text.length < 4 || /\s/.test(text) ? found : [...found, run];
}
