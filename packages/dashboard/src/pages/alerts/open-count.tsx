import { useQuery } from '@tanstack/react-query';
import { count } from '../../format/count.ts';
import { countsQuery } from './alerts.ts';
import styles from './open-count.module.css';

/** How many alerts wait for somebody; nothing where none does. */
export function OpenCount() {
  const { data } = useQuery(countsQuery);
  if (data === undefined || data.open.all === 0) return null;
  const { all, critical } = data.open;
  return (
    <span
      className={critical > 0 ? styles['grave'] : styles['count']}
      title={`${all} open, ${critical} of them critical`}
    >
      {count(all)}
    </span>
  );
}
