import { createRootRoute, createRoute, Outlet, redirect, retainSearchParams } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { Frame } from './frame.tsx';
import { Lost } from './lost.tsx';
import { keptSearch, readPeriodSearch, type PeriodSearch } from './period.ts';

export const root = createRootRoute({ component: Outlet, notFoundComponent: Lost });

/** Everything behind the sign-in; a link that needs one leads there and back. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  validateSearch: (search: Record<string, unknown>): PeriodSearch => readPeriodSearch(search),
  search: { middlewares: [retainSearchParams([...keptSearch])] },
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href }, throw: true });
      throw error;
    }
  },
});
