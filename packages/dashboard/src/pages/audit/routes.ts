import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import type { AuditSearch } from './search.ts';

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
  validateSearch: (search: Record<string, unknown>): AuditSearch => {
    const names = ['actor', 'action', 'target'] as const;
    const given = names.filter((name) => typeof search[name] === 'string' && search[name] !== '');
    return Object.fromEntries(given.map((name) => [name, search[name]]));
  },
});

export const auditRoutes = [audit] as const;
