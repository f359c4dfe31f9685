import { Link } from '@tanstack/react-router';
import { EntityLink } from '../../components/entity-link.tsx';
import styles from './row-label.module.css';
import { changed, labelText, type Dimension } from './search.ts';

interface RowLabelProps {
  readonly dimension: Dimension;
  readonly value: string | null | undefined;
}

/** A label of a row: pressing it looks at that alone; an agent and a run have pages of their own beside. */
export function RowLabel({ dimension, value }: RowLabelProps) {
  const text = labelText(dimension, value);
  const hasPage = (dimension === 'agent' || dimension === 'run') && typeof value === 'string' && value !== '';
  return (
    <span className={styles['label']}>
      <Link to="/explore" search={changed({ [dimension]: value ?? '' })} title={`Only ${dimension} ${text}`}>
        {text}
      </Link>
      {hasPage ? (
        <small>
          <EntityLink kind={dimension} id={value}>
            <span aria-label={`The page of ${dimension} ${text}`}>open</span>
          </EntityLink>
        </small>
      ) : null}
    </span>
  );
}
