import { pathWith } from '../../api/client.ts';
import styles from './credits-page.module.css';

/** `November 2026`. */
export function monthText(month: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
    new Date(`${month}-15`),
  );
}

/** A month's statement to be kept or printed: the server makes both. */
export function StatementFiles({ month, timeZone }: { readonly month: string; readonly timeZone: string }) {
  const path = (format: string): string => pathWith(`/v1/credits/statements/${month}`, { timezone: timeZone, format });
  return (
    <span className={styles['controls']}>
      <a href={path('csv')} download aria-label={`CSV of ${monthText(month)}`}>
        CSV
      </a>
      <a href={path('html')} target="_blank" rel="noreferrer" aria-label={`Page to print of ${monthText(month)}`}>
        To print
      </a>
    </span>
  );
}
