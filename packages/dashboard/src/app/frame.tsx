import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { callApi, keepCsrfToken } from '../api/client.ts';
import { useLiveUpdates } from '../api/live.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { Button } from '../components/button.tsx';
import { StaleBanner } from '../components/stale-banner.tsx';
import styles from './frame.module.css';
import { places } from './places.ts';
import { usePeriod } from './use-period.ts';
import { forgetColours } from '../theme/series-colour.ts';

/** Signs out, and forgets everything that was read. */
async function signOut(): Promise<void> {
  await callApi('DELETE', '/v1/session');
  keepCsrfToken(null);
  queryClient.clear();
  forgetColours();
}

/** What stands around every page: where one is, who one is, and the way out. */
export function Frame() {
  const { data: session } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const { timeZone } = usePeriod();
  const onSignedOut = useCallback(() => {
    queryClient.clear();
    const next = location.pathname + location.search;
    void navigate({ to: '/sign-in', search: next === '/' ? {} : { next } });
  }, [navigate]);
  useLiveUpdates(onSignedOut);
  const open = places.filter(({ needs }) => session?.permissions.includes(needs) ?? false);
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#page">
        Skip to the page
      </a>
      <nav className={styles['nav']} aria-label="Pages">
        <span className={styles['brand']}>Cofferdam</span>
        {open.map(({ to, name, Count }) => (
          <Link key={to} to={to} activeOptions={{ exact: to === '/' }} className={styles['place'] ?? ''}>
            {name}
            {Count === undefined ? null : <Count />}
          </Link>
        ))}
        <div className={styles['person']}>
          <span title={session?.person?.email}>{session?.person?.name}</span>
          <Button kind="quiet" onClick={() => void signOut().then(() => navigate({ to: '/sign-in' }))}>
            Sign out
          </Button>
        </div>
      </nav>
      <main id="page" className={styles['page']} tabIndex={-1}>
        <StaleBanner timeZone={timeZone} />
        <Outlet />
      </main>
    </div>
  );
}
