import type { Query, QueryClient } from '@tanstack/react-query';

/** What the server tells of. */
export type Topic = 'spend' | 'refusals' | 'alerts' | 'wallet' | 'configuration';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** What the data changes with: left out, with everything; empty, with nothing. */
      readonly topics?: readonly Topic[];
    };
  }
}

const atMostEveryMs = 1_000;

/** Somebody who read on through a long list is not moved about in it, and it is not read again page by page. */
function isReadOn({ state: { data } }: Query): boolean {
  return typeof data === 'object' && data !== null && 'pages' in data && (data.pages as unknown[]).length > 1;
}

function changesWith(query: Query, topics: ReadonlySet<Topic>): boolean {
  return !isReadOn(query) && (query.meta?.topics?.some((topic) => topics.has(topic)) ?? true);
}

/** Reads again what is seen, when it changed. */
export interface Refetching {
  add(topics: readonly Topic[]): void;
  /** Nothing is read while nobody looks; what came meanwhile is read when they do. */
  pause(isPaused: boolean): void;
  stop(): void;
}

/**
 * Gathers what changed, and reads again what depends on it: at most once a second, and not before the last time has been
 * answered. What is on no page that is open is only marked as old.
 */
export function createRefetching(queryClient: QueryClient): Refetching {
  const waiting = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isPaused = false;
  let lastMs = 0;

  const read = async (): Promise<void> => {
    isBusy = true;
    lastMs = Date.now();
    const topics = new Set(waiting);
    waiting.clear();
    await queryClient
      .invalidateQueries({ predicate: (query) => changesWith(query, topics) })
      // The page says what failed.
      .catch(() => undefined);
    isBusy = false;
    next();
  };
  const next = (): void => {
    if (isBusy || isPaused || waiting.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void read(), Math.max(0, lastMs + atMostEveryMs - Date.now()));
  };
  return {
    add(topics) {
      for (const topic of topics) waiting.add(topic);
      next();
    },
    pause(wanted) {
      isPaused = wanted;
      if (isPaused) clearTimeout(timer);
      next();
    },
    stop() {
      isPaused = true;
      clearTimeout(timer);
    },
  };
}
