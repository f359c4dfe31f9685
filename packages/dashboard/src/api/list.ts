import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { Topic } from './refetching.ts';

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

interface ListOptions<Row> {
  readonly key: readonly unknown[];
  /** Reads the page after a cursor, or the first one. */
  readonly read: (cursor: { readonly cursor?: string }) => Promise<Page<Row>>;
  readonly topics: readonly Topic[];
  /** Read again this often, for what changes without being told of. */
  readonly intervalMs?: number;
}

/** A list of the API, which comes page by page. */
export function listQuery<Row>({ key, read, topics, intervalMs }: ListOptions<Row>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor: next }) => next,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
    meta: { topics },
    ...(intervalMs === undefined ? {} : { refetchInterval: intervalMs }),
  });
}

/** The rows so far, and how to read on: for `Loaded`, and for the `more` of a table. */
export function useList<Row>(options: ReturnType<typeof listQuery<Row>>) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(options);
  return {
    query: { data, error, refetch },
    more: { hasMore: hasNextPage, isBusy: isFetchingNextPage, onMore: () => void fetchNextPage() },
  };
}
