import type { ReactNode } from 'react';
import styles from './bar-list.module.css';

export interface BarRow {
  readonly key: string;
  readonly name: ReactNode;
  /** What it is drawn by: an amount as the API gave it. */
  readonly value: string | number;
  /** The figure as people read it. */
  readonly figure: ReactNode;
  readonly colour?: string;
}

/** Horizontal bars from zero, each with its name and figure: the largest fills the width, or what `top` says. */
export function BarList({ rows, top }: { readonly rows: readonly BarRow[]; readonly top?: string | number }) {
  const whole = Number(top ?? 0) || Math.max(...rows.map(({ value }) => Number(value)), 0) || 1;
  return (
    <ul className={styles['list']}>
      {rows.map(({ key, name, value, figure, colour = 'var(--accent)' }) => (
        <li key={key}>
          <div className={styles['names']}>
            <span>{name}</span>
            <span>{figure}</span>
          </div>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect className={styles['ground']} width="100" height="6" rx="1" />
            <rect width={Math.min((Number(value) / whole) * 100, 100)} height="6" rx="1" style={{ fill: colour }} />
          </svg>
        </li>
      ))}
    </ul>
  );
}
