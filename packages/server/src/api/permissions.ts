import type { Permission } from '@cofferdam/core';

/** `anybody`: whoever is known; what they see or do is their own, as the route says. */
export type Needed = Permission | 'anybody';

/** Everything below a path, by method; the longest path that fits decides. */
interface Rule {
  readonly path: string;
  readonly read?: Needed;
  readonly change?: Needed;
}

/**
 * Who may call what, in one place. Reading is GET; everything else changes something, but for what is only asked by POST.
 * Where more than one permission would do, or it depends on what is asked for, the route itself looks closer.
 */
const rules: readonly Rule[] = [
  { path: '/v1/reservations', read: 'anybody', change: 'spend' },
  { path: '/v1/usage', read: 'anybody', change: 'spend' },
  { path: '/v1/runs', read: 'anybody', change: 'spend' },
  { path: '/v1/runs/:id/finish', change: 'anybody' },
  { path: '/v1/reports', read: 'anybody' },
  { path: '/v1/reports/agents', read: 'read' },
  { path: '/v1/exports', read: 'anybody' },
  { path: '/v1/exports/focus', read: 'read' },
  { path: '/v1/backtests', change: 'read' },
  { path: '/v1/budgets', read: 'read', change: 'operate' },
  { path: '/v1/policy', read: 'read', change: 'operate' },
  { path: '/v1/policy/plan', change: 'read' },
  { path: '/v1/restrictions', read: 'read', change: 'operate' },
  { path: '/v1/agents', read: 'read', change: 'operate' },
  { path: '/v1/workflows', read: 'read', change: 'operate' },
  { path: '/v1/users', read: 'read', change: 'operate' },
  { path: '/v1/teams', read: 'read', change: 'operate' },
  { path: '/v1/anomaly-rules', read: 'read', change: 'operate' },
  { path: '/v1/anomalies', read: 'read' },
  { path: '/v1/alerts', read: 'read', change: 'operate' },
  { path: '/v1/channels', read: 'read', change: 'operate' },
  { path: '/v1/deliveries', read: 'read', change: 'operate' },
  { path: '/v1/connections', read: 'read', change: 'operate' },
  { path: '/v1/prices', read: 'read', change: 'operate' },
  { path: '/v1/imports', change: 'operate' },
  { path: '/v1/credits', read: 'credits', change: 'credits' },
  { path: '/v1/audit', read: 'read_audit' },
  { path: '/v1/keys', read: 'operate', change: 'operate' },
  { path: '/v1/live', read: 'read' },
  { path: '/v1/orgs', read: 'administer', change: 'administer' },
  { path: '/v1/people', read: 'people', change: 'people' },
  { path: '/v1/invitations', read: 'people', change: 'people' },
  { path: '/v1/roles', read: 'read' },
  { path: '/v1/session', read: 'anybody', change: 'anybody' },
  { path: '/v1/sessions', read: 'anybody', change: 'anybody' },
];

/** What a call of this route needs; a route that no rule speaks of is a mistake of ours, which ends the start. */
export function neededFor(method: string, url: string): Needed {
  const isRead = method === 'GET' || method === 'HEAD';
  const fitting = rules.filter(({ path }) => url === path || url.startsWith(`${path}/`));
  const nearest = fitting.toSorted((one, other) => other.path.length - one.path.length)[0];
  const needed = isRead ? nearest?.read : nearest?.change;
  if (needed === undefined) throw new Error(`it is nowhere said who may call ${method} ${url}`);
  return needed;
}
