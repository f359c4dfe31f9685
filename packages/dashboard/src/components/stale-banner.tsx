import { useLive } from '../api/live.ts';
import { timeOfDay } from '../format/time.ts';
import styles from './stale-banner.module.css';

/** Says quietly that no figures come any more, and from when those are that stand there. */
export function StaleBanner({ timeZone }: { readonly timeZone: string }) {
  const { isStale, lastFigureMs } = useLive();
  if (!isStale || lastFigureMs === null) return null;
  const last = timeOfDay(new Date(lastFigureMs).toISOString(), timeZone);
  return (
    <p className={styles['banner']} role="status">
      The server does not answer. What you see is of {last}; it goes on by itself.
    </p>
  );
}
