import { createRouter } from '@tanstack/react-router';
import { alertRoutes } from '../pages/alerts/routes.ts';
import { budgetRoutes } from '../pages/budgets/routes.ts';
import { auditRoutes } from '../pages/audit/routes.ts';
import { connectionsRoutes } from '../pages/connections/routes.ts';
import { firstStepsRoutes } from '../pages/first-steps/routes.ts';
import { keysRoutes } from '../pages/keys/routes.ts';
import { exploreRoutes } from '../pages/explore/routes.ts';
import { creditsRoutes } from '../pages/credits/routes.ts';
import { agentsRoutes } from '../pages/agents/routes.ts';
import { runsRoutes } from '../pages/runs/routes.ts';
import { overviewRoutes } from '../pages/overview/routes.ts';
import { pricesRoutes } from '../pages/prices/routes.ts';
import { peopleRoutes } from '../pages/people/routes.ts';
import { settingsRoutes } from '../pages/settings/routes.ts';
import { entranceRoutes } from '../pages/sign-in/routes.ts';
import { PageFailure } from './page-failure.tsx';
import { root, signedIn } from './signed-in.tsx';

const routeTree = root.addChildren([
  ...entranceRoutes,
  signedIn.addChildren([
    ...overviewRoutes,
    ...runsRoutes,
    ...agentsRoutes,
    ...firstStepsRoutes,
    ...exploreRoutes,
    ...budgetRoutes,
    ...alertRoutes,
    ...creditsRoutes,
    ...connectionsRoutes,
    ...keysRoutes,
    ...pricesRoutes,
    ...peopleRoutes,
    ...auditRoutes,
    ...settingsRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: PageFailure,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
