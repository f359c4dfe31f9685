import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';

export interface FirstStepsSearch {
  /** What is called through, and who calls: the agent's key has been made. */
  readonly connection?: string | undefined;
  readonly agent?: string | undefined;
}

const firstSteps = createRoute({
  getParentRoute: () => signedIn,
  path: '/first-steps',
  component: lazyRouteComponent(() => import('./first-steps-page.tsx'), 'FirstStepsPage'),
  validateSearch: ({ connection, agent }: Record<string, unknown>): FirstStepsSearch => ({
    ...(typeof connection === 'string' ? { connection } : {}),
    ...(typeof agent === 'string' ? { agent } : {}),
  }),
});

export const firstStepsRoutes = [firstSteps] as const;
