import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { readAgentSearch, readAgentsSearch } from './search.ts';

const agents = createRoute({
  getParentRoute: () => signedIn,
  path: '/agents',
  component: lazyRouteComponent(() => import('./agents-page.tsx'), 'AgentsPage'),
  validateSearch: readAgentsSearch,
});

const agent = createRoute({
  getParentRoute: () => signedIn,
  path: '/agents/$id',
  component: lazyRouteComponent(() => import('./agent-page.tsx'), 'AgentPage'),
  validateSearch: readAgentSearch,
});

export const agentsRoutes = [agents, agent] as const;
