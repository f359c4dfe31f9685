import type { Channel } from './alerts.ts';
import { typeNames } from './alerts-search.ts';

type Route = Channel['routes'][number];

/** Where a channel leads, as far as it is no secret. */
export function whereText({ kind, url, host, port, to }: Channel): string {
  if (kind === 'email') return `${to?.join(', ') ?? ''} by ${host ?? ''}:${port ?? ''}`;
  if (kind === 'slack') return host ?? '';
  return url ?? '';
}

function severityText(severity: Route['severity']): string {
  if (severity === undefined) return '';
  return severity === 'critical' ? severity : `at least ${severity}`;
}

/** `budget daily, at least warning`: which alerts a route fits. */
function routeText({ budget, owner, team, severity, type }: Route): string {
  const parts = [
    type === undefined ? '' : typeNames[type],
    severityText(severity),
    budget === undefined ? '' : `budget ${budget}`,
    owner === undefined ? '' : `owner ${owner}`,
    team === undefined ? '' : `team ${team}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'every alert' : parts.join(', ');
}

export function routesText(routes: readonly Route[]): string {
  return routes.length === 0 ? 'only budgets that name it' : routes.map(routeText).join('; ');
}

/** Whether messages arrive. */
export function stateOf({ disabled, failures }: Channel): 'active' | 'disabled' | 'failing' {
  if (disabled) return 'disabled';
  return failures > 0 ? 'failing' : 'active';
}
