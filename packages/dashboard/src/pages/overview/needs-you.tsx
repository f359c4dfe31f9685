import { Card } from '../../components/card.tsx';
import { ago } from '../../format/time.ts';
import styles from './needs-you.module.css';
import type { OpenAlert } from './overview.ts';

interface NeedsYouProps {
  readonly alerts: readonly OpenAlert[];
  readonly open: number;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** What is open, the newest first. */
export function NeedsYou({ alerts, open, nowMs, timeZone }: NeedsYouProps) {
  return (
    <Card title={open === 0 ? 'Needs you' : `Needs you · ${open}`}>
      {alerts.length === 0 ? (
        <p>Nothing is open.</p>
      ) : (
        <ul className={styles['list']}>
          {alerts.map(({ id, severity, title, time }) => (
            <li key={id}>
              <span className={styles[severity]}>{severity}</span>
              <span>{title}</span>
              <time dateTime={time}>{ago(time, nowMs, timeZone)}</time>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
