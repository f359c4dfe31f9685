import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** What has a page of its own, or is looked at in Explore. */
export type Entity =
  | 'agent'
  | 'run'
  | 'budget'
  | 'model'
  | 'provider'
  | 'team'
  | 'user'
  | 'workflow'
  | 'connection'
  | 'type'
  | 'outcome';

const pages: Partial<Record<Entity, string>> = { agent: '/agents', run: '/runs', budget: '/budgets' };

interface EntityLinkProps {
  readonly kind: Entity;
  readonly id: string;
  /** Instead of the id: a budget's name. */
  readonly children?: ReactNode;
}

/** The way to what a name stands for: its page, or its spend in Explore. */
export function EntityLink({ kind, id, children = id }: EntityLinkProps) {
  const page = pages[kind];
  // Paths are text here: the pages they lead to register themselves.
  const to: string = page === undefined ? '/explore' : `${page}/${encodeURIComponent(id)}`;
  return page === undefined ? (
    <Link to={to} search={(kept: object) => ({ ...kept, [kind]: id })}>
      {children}
    </Link>
  ) : (
    <Link to={to}>{children}</Link>
  );
}
