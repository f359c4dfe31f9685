import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useLiveUpdates } from '../api/live.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { Menu } from '../components/menu.tsx';
import { StaleBanner } from '../components/stale-banner.tsx';
import styles from './frame.module.css';
import { PersonMenu, usePersonItems } from './person-menu.tsx';
import { places, type Place } from './places.ts';
import { usePaletteKey } from './use-palette-key.ts';
import { usePeriod } from './use-period.ts';

// Nobody waits for it at the first load.
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** How many pages stand in the bar of a phone; the rest is behind "More". */
const inBar = 4;

function PlaceLink({
  place: { to, name, Count },
  className = '',
}: {
  readonly place: Place;
  readonly className?: string;
}) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={`${styles['place']} ${className}`}
    >
      {name}
      {Count === undefined ? null : <Count />}
    </Link>
  );
}

interface NavigationProps {
  readonly open: readonly Place[];
  readonly person: string;
  readonly onFind: () => void;
}

function Navigation({ open, person, onFind }: NavigationProps) {
  const personItems = usePersonItems();
  const more = open.slice(inBar).map(({ to, name }) => ({ to, name }));
  return (
    <nav className={styles['nav']} aria-label="Pages">
      <span className={styles['brand']}>Cofferdam</span>
      <button type="button" className={styles['find']} onClick={onFind}>
        <span>Find</span>
        <kbd>{navigator.userAgent.includes('Mac') ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      {open.map((place, index) => (
        <PlaceLink key={place.to} place={place} className={(index < inBar ? '' : styles['wide']) ?? ''} />
      ))}
      <div className={styles['narrow']}>
        <Menu
          trigger="More"
          side="top"
          className={styles['more'] ?? ''}
          items={[...more, null, { name: 'Find …', onSelect: onFind }, null, ...personItems]}
        />
      </div>
      <div className={`${styles['person']} ${styles['wide']}`}>
        <PersonMenu name={person} className={styles['menu'] ?? ''} />
      </div>
    </nav>
  );
}

/** What stands around every page: where one is, who one is, and the way out. */
export function Frame() {
  const { data: session } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const { timeZone } = usePeriod();
  const [isFinding, setFinding] = useState(false);
  usePaletteKey(() => setFinding(true));
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
      <Navigation open={open} person={session?.person?.name ?? ''} onFind={() => setFinding(true)} />
      <main id="page" className={styles['page']} tabIndex={-1}>
        <StaleBanner timeZone={timeZone} />
        <Outlet />
      </main>
      {isFinding ? (
        <Suspense>
          <Palette open={open} onClose={() => setFinding(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
