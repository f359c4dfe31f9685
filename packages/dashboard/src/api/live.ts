import { useEffect, useSyncExternalStore } from 'react';
import { ApiError } from './client.ts';
import { queryClient } from './query-client.ts';
import { createRefetching, type Topic } from './refetching.ts';
import { sessionQuery } from './session.ts';

/** How what is seen is kept current. */
export interface LiveState {
  /** The server tells what changes; else it is asked every few seconds. */
  readonly isConnected: boolean;
  /** When the last figure came; null before the first one. */
  readonly lastFigureMs: number | null;
  /** No figure has come for a while: what is seen may be old. */
  readonly isStale: boolean;
}

const all: readonly Topic[] = ['spend', 'refusals', 'alerts', 'wallet', 'configuration'];
const askEveryMs = 5_000;
const staleAfterMs = 15_000;
/** A page that nobody looks at gives its connection back: a browser has six for a server, over all its pages. */
const hiddenForMs = 10_000;
const reconnectMs = { first: 2_000, most: 30_000 } as const;

let state: LiveState = { isConnected: false, lastFigureMs: null, isStale: false };
const watchers = new Set<() => void>();

function become(change: Partial<LiveState>): void {
  const next = { ...state, ...change };
  if (
    next.isConnected === state.isConnected &&
    next.isStale === state.isStale &&
    next.lastFigureMs === state.lastFigureMs
  )
    return;
  state = next;
  for (const watcher of watchers) watcher();
}

/** When figures come, and that they do not, whoever asked for them. */
function watchFigures(): () => void {
  return queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    if (event.action.type === 'success') become({ lastFigureMs: Date.now(), isStale: false });
    else if (event.action.type === 'error' && !state.isConnected)
      become({ isStale: Date.now() - (state.lastFigureMs ?? 0) >= staleAfterMs });
  });
}

interface Watch {
  /** The session is over: there is nothing to see any more. */
  readonly onSignedOut: () => void;
}

/** Asks who is signed in, since the stream ended: by a sign-out elsewhere, another role, or the server's own end. */
async function askSession({ onSignedOut }: Watch): Promise<void> {
  try {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  }
}

function isTopic(text: unknown): text is Topic {
  return all.includes(text as Topic);
}

function topicsOf(data: string): readonly Topic[] {
  const { topic } = JSON.parse(data) as { topic?: unknown };
  // What a newer server tells of and this page does not know may be of anything.
  return isTopic(topic) ? [topic] : all;
}

/** Keeps what is seen current for as long as the page is open: one connection for all of it. Returns how to end it. */
function watch(options: Watch): () => void {
  const refetching = createRefetching(queryClient);
  let source: EventSource | null = null;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let waitMs: number = reconnectMs.first;

  const close = (): void => {
    source?.close();
    source = null;
    clearTimeout(reconnect);
    become({ isConnected: false });
  };
  const open = (): void => {
    if (source !== null) return;
    clearTimeout(reconnect);
    source = new EventSource('/v1/live');
    source.addEventListener('open', () => {
      waitMs = reconnectMs.first;
      become({ isConnected: true });
    });
    source.addEventListener('ready', () => refetching.add(all));
    source.addEventListener('message', ({ data }: MessageEvent<string>) => refetching.add(topicsOf(data)));
    source.addEventListener('error', () => {
      const isOver = source?.readyState === EventSource.CLOSED;
      become({ isConnected: false });
      void askSession(options);
      // The browser comes back by itself where the connection broke; not where it was refused.
      if (!isOver) return;
      close();
      reconnect = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, reconnectMs.most);
    });
  };
  const onVisibility = (): void => {
    const isHidden = document.visibilityState === 'hidden';
    refetching.pause(isHidden);
    clearTimeout(hiding);
    if (isHidden) hiding = setTimeout(close, hiddenForMs);
    else open();
  };
  const asking = setInterval(() => {
    if (!state.isConnected && document.visibilityState === 'visible') refetching.add(all);
  }, askEveryMs);
  const unwatch = watchFigures();
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    close();
    clearInterval(asking);
    clearTimeout(hiding);
    refetching.stop();
    unwatch();
    document.removeEventListener('visibilitychange', onVisibility);
  };
}

/** Keeps the pages current while whoever is signed in looks at them. */
export function useLiveUpdates(onSignedOut: () => void): void {
  useEffect(() => watch({ onSignedOut }), [onSignedOut]);
}

/** Whether what is seen is current. */
export function useLive(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}
