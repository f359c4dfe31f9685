import { Link } from '@tanstack/react-router';
import styles from './sub-nav.module.css';

export interface SubPlace {
  readonly to: string;
  readonly name: string;
  /** The first of them, whose path the others begin with. */
  readonly isFirst?: boolean;
}

/** The pages that belong together, below the name that they share. */
export function SubNav({ label, places }: { readonly label: string; readonly places: readonly SubPlace[] }) {
  return (
    <nav className={styles['nav']} aria-label={label}>
      {places.map(({ to, name, isFirst = false }) => (
        <Link key={to} to={to} activeOptions={{ exact: isFirst, includeSearch: false }}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
