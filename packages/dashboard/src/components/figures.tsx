import type { ReactNode } from 'react';
import styles from './figures.module.css';

/** Figures side by side, which is how a page begins. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles['figures']}>{children}</dl>;
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  /** A line below it: what it is compared with, or made of. */
  readonly note?: ReactNode;
}

export function Figure({ name, value, note }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note === undefined ? null : <dd className={styles['note']}>{note}</dd>}
    </div>
  );
}
