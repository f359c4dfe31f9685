import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';

/** The dialog that is open, and of which connection. */
export interface ConnectionsSearch {
  readonly open?: 'new' | undefined;
  readonly edit?: string | undefined;
  readonly rotate?: string | undefined;
  readonly use?: string | undefined;
  readonly remove?: string | undefined;
}

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
