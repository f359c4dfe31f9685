import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { InvitationPage } from '../pages/sign-in/invitation-page.tsx';
import { PasswordResetPage } from '../pages/sign-in/password-reset-page.tsx';
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx';
import { OverviewPage } from '../pages/overview/overview-page.tsx';
import type { SeriesBy } from '../pages/overview/overview.ts';
import { Frame } from './frame.tsx';
import { Lost } from './lost.tsx';
import { type PeriodSearch, readPeriodSearch } from './period.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    // Only a path of ours: a link must not lead somebody who just signed in elsewhere.
    typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {},
});
const invitation = createRoute({ getParentRoute: () => root, path: '/invitation', component: InvitationPage });
const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password-reset',
  component: PasswordResetPage,
});

/** Everything behind the sign-in; a link that needs one leads there and back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
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

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: OverviewPage,
  validateSearch: (search: Record<string, unknown>): PeriodSearch & { by?: SeriesBy } => ({
    ...readPeriodSearch(search),
    ...(search['by'] === 'model' ? { by: 'model' } : {}),
  }),
});

const routeTree = root.addChildren([signIn, invitation, passwordReset, signedIn.addChildren([overview])]);

export const router = createRouter({ routeTree, defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
