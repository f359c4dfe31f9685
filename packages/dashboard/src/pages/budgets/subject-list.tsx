import { useList } from '../../api/list.ts';
import { Button } from '../../components/button.tsx';
import { EntityLink, type Entity } from '../../components/entity-link.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { Loaded } from '../../components/states.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { utilisationText } from '../../format/count.ts';
import { type Counter, countersQuery } from './budgets.ts';
import styles from './budget-row.module.css';

/** What a subject stands for has a page of its own, all but the org. */
export function Subject({ per, subject }: { readonly per: string; readonly subject: string }) {
  return per === 'org' ? <span>the org</span> : <EntityLink kind={per as Entity} id={subject} />;
}

interface SubjectRowProps {
  readonly per: string;
  readonly counter: Counter;
  readonly thresholds: readonly number[];
}

function SubjectRow({ per, counter, thresholds }: SubjectRowProps) {
  return (
    <li className={styles['subject']}>
      <div className={styles['head']}>
        <span>
          <Subject per={per} subject={counter.subject} />{' '}
          {counter.restrictions.map(({ id, do: kind }) => (
            <StatusBadge key={id} status={kind} />
          ))}
        </span>
        <span className={styles['share']}>{utilisationText(counter.utilisation)}</span>
      </div>
      <LimitBar limited={counter} thresholds={thresholds} />
      <small>{limitText(counter)}</small>
    </li>
  );
}

interface SubjectListProps {
  readonly id: string;
  readonly per: string;
  readonly thresholds: readonly number[];
  readonly pageLength?: number;
}

/** Whom a budget counts now, those nearest to the limit first. */
export function SubjectList({ id, per, thresholds, pageLength = 20 }: SubjectListProps) {
  const { query, more } = useList(countersQuery(id, { windows: 'open', sort: 'nearest', limit: pageLength }));
  return (
    <Loaded query={query} height={80}>
      {(counters) => {
        if (counters.length === 0)
          return <p className={styles['none']}>Nothing is counted in the window that is open.</p>;
        return (
          <>
            <ul className={styles['subjects']}>
              {counters.map((counter) => (
                <SubjectRow key={`${counter.subject} ${counter.window_start}`} {...{ per, counter, thresholds }} />
              ))}
            </ul>
            {more.hasMore ? (
              <Button kind="quiet" isBusy={more.isBusy} onClick={more.onMore}>
                More
              </Button>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}
