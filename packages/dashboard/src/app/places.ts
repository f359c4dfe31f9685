import type { ReactNode } from 'react';
import type { Permission } from '../api/session.ts';
import { OpenCount } from '../pages/alerts/open-count.tsx';

export interface Place {
  readonly to: string;
  readonly name: string;
  readonly needs: Permission;
  /** How much waits there for somebody. */
  readonly Count?: () => ReactNode;
}

/** The pages, in the order in which they are reached for. */
export const places: readonly Place[] = [
  { to: '/', name: 'Overview', needs: 'read' },
  { to: '/explore', name: 'Explore', needs: 'read' },
  { to: '/agents', name: 'Agents', needs: 'read' },
  { to: '/runs', name: 'Runs', needs: 'read' },
  { to: '/budgets', name: 'Budgets', needs: 'read' },
  { to: '/alerts', name: 'Alerts', needs: 'read', Count: OpenCount },
  { to: '/credits', name: 'Credits', needs: 'credits' },
  { to: '/connections', name: 'Connections', needs: 'read' },
  { to: '/keys', name: 'Keys', needs: 'operate' },
  { to: '/prices', name: 'Prices', needs: 'read' },
  { to: '/people', name: 'People', needs: 'people' },
  { to: '/audit', name: 'Audit', needs: 'read_audit' },
  { to: '/settings', name: 'Settings', needs: 'read' },
];
