import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import type { ConnectionsSearch } from './search.ts';

const dialogs = ['edit', 'rotate', 'use', 'remove'] as const;

const connections = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections',
  component: lazyRouteComponent(() => import('./connections-page.tsx'), 'ConnectionsPage'),
  validateSearch: (search: Record<string, unknown>): ConnectionsSearch => {
    const dialog = dialogs.find((name) => typeof search[name] === 'string');
    return {
      ...(search['open'] === 'new' ? { open: 'new' } : {}),
      ...(dialog === undefined ? {} : { [dialog]: search[dialog] as string }),
    };
  },
});

export const connectionsRoutes = [connections] as const;
