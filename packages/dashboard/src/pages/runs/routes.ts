import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { readRunSearch, readRunsSearch } from './search.ts';

const runs = createRoute({
  getParentRoute: () => signedIn,
  path: '/runs',
  component: lazyRouteComponent(() => import('./runs-page.tsx'), 'RunsPage'),
  validateSearch: readRunsSearch,
});

const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('./run-page.tsx'), 'RunPage'),
  validateSearch: readRunSearch,
});

export const runsRoutes = [runs, run] as const;
