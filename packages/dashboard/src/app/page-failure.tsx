import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../components/button.tsx';
import { PageHeader } from '../components/page-header.tsx';
import styles from './page-failure.module.css';

/** Stands in the place of a page that failed; the frame and the other pages go on. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={styles['failure']} role="alert">
      <PageHeader title="This page failed" />
      <p>The other pages still work, and nothing that was done is lost.</p>
      <details>
        <summary>What happened</summary>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </details>
      <Button kind="main" onClick={again}>
        Try again
      </Button>
    </div>
  );
}
