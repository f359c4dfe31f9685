import { createRoute } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { OverviewPage } from './overview-page.tsx';
import { seriesDimensions, type SeriesBy } from './overview.ts';

function isDimension(by: unknown): by is SeriesBy {
  return seriesDimensions.includes(by as SeriesBy);
}

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: OverviewPage,
  validateSearch: ({ by }: Record<string, unknown>): { by?: SeriesBy } => (isDimension(by) ? { by } : {}),
});

export const overviewRoutes = [overview] as const;
