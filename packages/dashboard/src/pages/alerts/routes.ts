import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { readAlertsSearch, readChannelsSearch } from './alerts-search.ts';

const alerts = createRoute({
  getParentRoute: () => signedIn,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./alerts-page.tsx'), 'AlertsPage'),
  validateSearch: readAlertsSearch,
});

const channels = createRoute({
  getParentRoute: () => signedIn,
  path: '/alerts/channels',
  component: lazyRouteComponent(() => import('./channels-page.tsx'), 'ChannelsPage'),
  validateSearch: readChannelsSearch,
});

export const alertRoutes = [alerts, channels] as const;
