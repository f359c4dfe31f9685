import type { ReactNode } from 'react';
import { Chip } from '../../components/chip.tsx';
import styles from './first-steps.module.css';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  /** What comes before is not done yet. */
  readonly isAhead?: boolean;
  readonly children?: ReactNode;
}

export function Step({ number, title, isDone, isAhead = false, children }: StepProps) {
  return (
    <li className={styles['step']}>
      <span className={styles['number']} aria-hidden="true">
        {number}
      </span>
      <div>
        <h2>
          {title} {isDone ? <Chip tone="good">done</Chip> : null}
        </h2>
        {isAhead ? null : children}
      </div>
    </li>
  );
}
