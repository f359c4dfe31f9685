import { useEffect, type ReactNode } from 'react';
import styles from './page-header.module.css';

/** The name of a page, which is the document's too, and its one line of controls. */
export function PageHeader({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Cofferdam`;
  }, [title]);
  return (
    <header className={styles['header']}>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
