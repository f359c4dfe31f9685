import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { readExploreSearch } from './search.ts';

const explore = createRoute({
  getParentRoute: () => signedIn,
  path: '/explore',
  component: lazyRouteComponent(() => import('./explore-page.tsx'), 'ExplorePage'),
  validateSearch: readExploreSearch,
});

export const exploreRoutes = [explore] as const;
