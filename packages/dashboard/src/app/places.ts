import type { Permission } from '../api/session.ts';

interface Place {
  readonly to: string;
  readonly name: string;
  readonly needs: Permission;
}

/** The pages, in the order in which they are reached for. */
export const places: readonly Place[] = [
  { to: '/', name: 'Overview', needs: 'read' },
  { to: '/explore', name: 'Explore', needs: 'read' },
  { to: '/connections', name: 'Connections', needs: 'read' },
  { to: '/keys', name: 'Keys', needs: 'operate' },
];
