import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { MatchDimension } from './draft.ts';

const limit = 200;
const staleTime = 60_000;

interface Named {
  readonly data: readonly { readonly id: string }[];
}

const idsOf = ({ data }: Named): readonly string[] => data.map(({ id }) => id);

const reads: Readonly<Record<Exclude<MatchDimension, 'provider' | 'model'>, () => Promise<readonly string[]>>> = {
  agent: async () => idsOf(await call('GET /v1/agents', { query: { limit } })),
  team: async () => idsOf(await call('GET /v1/teams', { query: { limit } })),
  workflow: async () => idsOf(await call('GET /v1/workflows', { query: { limit } })),
  user: async () => idsOf(await call('GET /v1/users', { query: { limit } })),
  connection: async () => (await call('GET /v1/connections', { query: { limit } })).data.map(({ name }) => name),
};

/** The models and providers that were used in the last 90 days. */
async function used(by: 'provider' | 'model'): Promise<readonly string[]> {
  const from = new Date(Date.now() - 90 * 86_400_000).toISOString();
  const { data } = await call('GET /v1/reports/breakdown', { query: { by, from, limit } });
  return data.flatMap((row) => (typeof row[by] === 'string' ? [row[by]] : []));
}

/** The names that are known of a dimension, once somebody looks for one. */
export function useKnownNames(dimension: MatchDimension): readonly string[] {
  const { data = [] } = useQuery({
    queryKey: ['known-names', dimension],
    queryFn: () => (dimension === 'provider' || dimension === 'model' ? used(dimension) : reads[dimension]()),
    staleTime,
  });
  return data;
}

export function useChannelNames(): readonly string[] {
  const { data = [] } = useQuery({
    queryKey: ['known-names', 'channel'],
    queryFn: async () => (await call('GET /v1/channels', { query: { limit } })).data.map(({ name }) => name),
    staleTime,
  });
  return data;
}
