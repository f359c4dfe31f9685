import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import type { PeopleSearch } from './search.ts';

const dialogs = ['role', 'reset', 'remove'] as const;

const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
  validateSearch: (search: Record<string, unknown>): PeopleSearch => {
    const dialog = dialogs.find((name) => typeof search[name] === 'string');
    return {
      ...(search['open'] === 'invite' ? { open: 'invite' } : {}),
      ...(dialog === undefined ? {} : { [dialog]: search[dialog] as string }),
    };
  },
});

export const peopleRoutes = [people] as const;
