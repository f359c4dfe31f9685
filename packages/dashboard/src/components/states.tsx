import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import styles from './states.module.css';

/** The room that a thing will take, after a moment: what comes at once does not flicker. */
function Skeleton({ height }: { readonly height: number }) {
  return <div className={styles['skeleton']} style={{ height }} role="status" aria-label="Loading" />;
}

function explain(error: Error): string {
  if (!(error instanceof ApiError)) return 'This page failed. The rest still works.';
  if (error.status === 403) return 'Your role may not see this.';
  return error.detail;
}

function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <div className={styles['failure']} role="alert">
      <p>{explain(error)}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

interface LoadedProps<Data> {
  readonly query: { readonly data: Data | undefined; readonly error: Error | null; readonly refetch: () => unknown };
  /** Of the skeleton, so that nothing moves when the data comes. */
  readonly height: number;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought, or that it is on its way, or that it failed; figures that were there stay while new ones come. */
export function Loaded<Data>({ query, height, children }: LoadedProps<Data>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return <>{children(data)}</>;
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={height} />;
}

interface EmptyStateProps {
  /** What will be here. */
  readonly title: string;
  readonly children?: ReactNode;
  /** The one button or link that fills it. */
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <strong>{title}</strong>
      {children}
      {action}
    </div>
  );
}

/** What stands instead of a page that a role may not see. */
export function Forbidden({ what }: { readonly what: string }) {
  return <EmptyState title={`Your role may not see ${what}.`}>An owner of the org can give you another.</EmptyState>;
}
