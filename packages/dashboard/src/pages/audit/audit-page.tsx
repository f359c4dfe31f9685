import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EmptyState, Forbidden, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { actionKinds, auditQuery, type Change } from './audit.ts';
import { Difference } from './difference.tsx';
import type { AuditSearch } from './search.ts';
import styles from './audit-page.module.css';

interface FiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (next: AuditSearch) => void;
}

/** By whom, of what, to what: each stands in the address once it is sent. */
function Filters({ search, onChange }: FiltersProps) {
  const known = actionKinds.find((kind) => kind === search.action);
  const kinds = actionKinds.map((value) => ({ value: value as string, name: value.replaceAll('_', ' ') }));
  const own = search.action === undefined || known !== undefined ? [] : [{ value: search.action, name: search.action }];
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <form
      className={styles['filters']}
      key={JSON.stringify(search)}
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const text = (name: string): string | undefined => {
          const value = data.get(name);
          return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
        };
        onChange({ actor: text('actor'), action: text('action'), target: text('target') });
      }}
    >
      <Field label="By" name="actor" placeholder="a key, an email" defaultValue={search.actor} />
      <SelectField
        label="What was changed"
        name="action"
        options={[{ value: '', name: 'anything' }, ...own, ...kinds]}
        defaultValue={search.action ?? ''}
      />
      <Field label="Of" name="target" placeholder="a name or an id" defaultValue={search.target} />
      <div>
        <Button type="submit">Filter</Button>{' '}
        {isFiltered ? (
          <Button kind="quiet" onClick={() => onChange({ actor: undefined, action: undefined, target: undefined })}>
            Everything
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** Acts that their parts do not tell well. */
const ownWords: Readonly<Record<string, string>> = {
  'person.joined': 'joined as',
  'person.reset_offered': 'made a link for a new password of',
  'person.password_reset': 'set a new password as',
};

/** `budget.changed` as words. */
function verbOf(action: string): string {
  return ownWords[action] ?? wordsOf(action);
}

function wordsOf(action: string): string {
  return action.split('.').toReversed().join(' ').replaceAll('_', ' ');
}

function Entry({ change, timeZone }: { readonly change: Change; readonly timeZone: string }) {
  const { time, actor, action, target, before, after, reason } = change;
  const name = target.name ?? target.id;
  return (
    <li>
      <div className={styles['head']}>
        <Link to="/audit" search={(now) => ({ ...now, actor: actor.id ?? actor.name })}>
          {actor.name}
        </Link>
        <strong>{verbOf(action)}</strong>
        <Link to="/audit" search={(now) => ({ ...now, target: target.id })} title={target.id}>
          {name}
        </Link>
        <Time time={time} timeZone={timeZone} />
      </div>
      {reason === null ? null : <p className={styles['reason']}>Because: {reason}</p>}
      <Difference before={before} after={after} />
    </li>
  );
}

function AuditShown() {
  const { actor, action, target } = useSearch({ from: '/signed-in/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const { query: period, timeZone } = usePeriod();
  const filters = { ...period, actor, action, target };
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
  const { query, more } = useList(auditQuery(given));
  return (
    <>
      <PageHeader title="Audit log">
        <PeriodPicker />
      </PageHeader>
      <Card title="Who changed what">
        <Filters
          search={{ actor, action, target }}
          onChange={(next) => void navigate({ search: (now) => ({ ...now, ...next }) })}
        />
        <Loaded query={query} height={320}>
          {(changes) =>
            changes.length === 0 ? (
              <EmptyState title="Nothing was changed.">No change in this period fits these filters.</EmptyState>
            ) : (
              <ul className={styles['list']}>
                {changes.map((change) => (
                  <Entry key={change.id} change={change} timeZone={timeZone} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {more.hasMore ? (
          <p className={styles['more']}>
            <Button isBusy={more.isBusy} onClick={more.onMore}>
              Load more
            </Button>
          </p>
        ) : null}
      </Card>
    </>
  );
}

/** Who changed what, when and why. Nothing writes here but the changes themselves. */
export function AuditPage() {
  return usePermitted('read_audit') ? <AuditShown /> : <Forbidden what="the audit log" />;
}
