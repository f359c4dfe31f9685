import { StatusBadge } from '../../components/chip.tsx';
import { Time } from '../../components/time.tsx';
import type { Alert } from './alerts.ts';
import { typeNames } from './alerts-search.ts';
import styles from './alerts-page.module.css';

interface AlertRowProps {
  readonly alert: Alert;
  readonly isOpen: boolean;
  readonly timeZone: string;
  readonly onOpen: () => void;
}

/** An alert in the inbox; pressed, it opens. */
export function AlertRow({ alert, isOpen, timeZone, onOpen }: AlertRowProps) {
  const { severity, state, title, time, type } = alert;
  return (
    <li className={styles['row']} aria-current={isOpen}>
      <button type="button" onClick={onOpen}>
        <span className={styles['line']}>
          <StatusBadge status={severity} />
          <span className={styles['quiet']}>{typeNames[type]}</span>
          <span className={styles['when']}>
            <Time time={time} timeZone={timeZone} nowMs={Date.now()} />
          </span>
        </span>
        <span className={styles['title']}>{title}</span>
        {state === 'open' ? null : <StatusBadge status={state} />}
      </button>
    </li>
  );
}
