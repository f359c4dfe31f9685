import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

/** What a person did wrong does not get better by asking again; what was unreachable may. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 2_000, retry: isWorthRetrying, refetchOnWindowFocus: true } },
});
