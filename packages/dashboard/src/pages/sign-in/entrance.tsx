import type { ReactNode } from 'react';
import styles from './entrance.module.css';

/** The room in front of the pages: one thing to do, and nothing else. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles['room']}>
      <div className={styles['card']}>
        <p className={styles['brand']}>Cofferdam</p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
