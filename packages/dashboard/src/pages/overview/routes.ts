import { createRoute } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { OverviewPage } from './overview-page.tsx';
import type { SeriesBy } from './overview.ts';

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: OverviewPage,
  validateSearch: (search: Record<string, unknown>): { by?: SeriesBy } =>
    search['by'] === 'model' ? { by: 'model' } : {},
});

export const overviewRoutes = [overview] as const;
