import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { AlertCard } from './alert-card.tsx';
import { AlertFilters } from './alert-filters.tsx';
import { AlertRow } from './alert-row.tsx';
import { type Alert, alertListQuery, type AlertQuery, countsQuery } from './alerts.ts';
import { type AlertsSearch, type ListState, listStates } from './alerts-search.ts';
import styles from './alerts-page.module.css';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { useActing } from './use-acting.ts';
import { useAlertKeys } from './use-alert-keys.ts';

function queryOf({ state = 'open', severity, type, agent, budget }: AlertsSearch): AlertQuery {
  return {
    ...(state === 'all' ? {} : { state }),
    ...(severity === undefined ? {} : { severity }),
    ...(type === undefined ? {} : { type }),
    ...(agent === undefined ? {} : { agent }),
    ...(budget === undefined ? {} : { budget }),
  };
}

type Change = (next: AlertsSearch) => void;

interface StatesProps {
  readonly state: ListState;
  readonly onState: (state: ListState) => void;
}

/** The folders of the inbox, with how many each holds. */
function States({ state, onState }: StatesProps) {
  const { data: counts } = useQuery(countsQuery);
  const numberOf = (one: ListState): number | undefined =>
    one === 'resolved' || one === 'all' ? undefined : counts?.[one].all;
  return (
    <div className={styles['states']} role="group" aria-label="State">
      {listStates.map((one) => {
        const number = numberOf(one);
        return (
          <button key={one} type="button" aria-pressed={one === state} onClick={() => onState(one)}>
            {one}
            {number === undefined ? '' : ` ${count(number)}`}
          </button>
        );
      })}
    </div>
  );
}

/** What the letters do, with the one that is open or the first. */
function useKeys(alerts: readonly Alert[], search: AlertsSearch, change: Change): void {
  const mayOperate = usePermitted('operate');
  const acting = useActing();
  const place = alerts.findIndex(({ id }) => id === search.alert);
  const go = (to: number): void => {
    const next = alerts[Math.min(Math.max(to, 0), alerts.length - 1)];
    if (next !== undefined) change({ alert: next.id });
  };
  const act = (kind: 'acknowledge' | 'resolve'): void => {
    const alert = alerts[place];
    if (alert === undefined || alert.state === 'resolved') return;
    acting.mutate({ kind, id: alert.id });
  };
  useAlertKeys({
    j: () => go(place + 1),
    k: () => go(place === -1 ? 0 : place - 1),
    Escape: () => change({ alert: undefined }),
    ...(mayOperate
      ? {
          e: () => act('acknowledge'),
          r: () => act('resolve'),
          s: () => (place === -1 ? undefined : change({ dialog: 'snooze' })),
        }
      : {}),
  });
}

const emptyWords: Readonly<Record<ListState, string>> = {
  open: 'Nothing is open.',
  acknowledged: 'Nobody is looking after anything.',
  snoozed: 'Nothing is snoozed.',
  resolved: 'Nothing has been resolved yet.',
  all: 'Nothing has been told of yet.',
};

function Nothing({ search }: { readonly search: AlertsSearch }) {
  const { severity, type, agent, budget, state = 'open' } = search;
  const isFiltered = [severity, type, agent, budget].some((filter) => filter !== undefined);
  if (isFiltered) return <EmptyState title="No alert fits these filters." />;
  return (
    <EmptyState title={emptyWords[state]}>
      An alert comes when a budget nears its limit or refuses, when spend is out of character, when credit runs low.
    </EmptyState>
  );
}

function Keys() {
  const mayOperate = usePermitted('operate');
  return (
    <p className={styles['keys']}>
      <kbd>j</kbd> <kbd>k</kbd> next, previous
      {mayOperate ? (
        <>
          {' '}
          · <kbd>e</kbd> acknowledge · <kbd>s</kbd> snooze · <kbd>r</kbd> resolve
        </>
      ) : null}{' '}
      · <kbd>Esc</kbd> close
    </p>
  );
}

interface InboxProps {
  readonly alerts: readonly Alert[];
  readonly open: string | undefined;
  readonly more: { readonly hasMore: boolean; readonly isBusy: boolean; readonly onMore: () => void };
  readonly onOpen: (id: string) => void;
}

function Inbox({ alerts, open, more, onOpen }: InboxProps) {
  const { timeZone } = usePeriod();
  return (
    <section className={styles['inbox']} aria-label="Alerts">
      <ul>
        {alerts.map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            isOpen={alert.id === open}
            timeZone={timeZone}
            onOpen={() => onOpen(alert.id)}
          />
        ))}
      </ul>
      {more.hasMore ? (
        <Button isBusy={more.isBusy} onClick={more.onMore}>
          Load more
        </Button>
      ) : null}
      <Keys />
    </section>
  );
}

/** The inbox of alerts, with the one that is open beside it. */
export function AlertsPage() {
  const search = useSearch({ from: '/signed-in/alerts' });
  const navigate = useNavigate({ from: '/alerts' });
  const { timeZone } = usePeriod();
  const mayOperate = usePermitted('operate');
  const { query, more } = useList(alertListQuery(queryOf(search)));
  const change: Change = (next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const alerts = query.data ?? [];
  useKeys(alerts, search, change);
  const { alert: open, state = 'open' } = search;
  return (
    <>
      <PageHeader title="Alerts">
        <ButtonLink to="/alerts/channels">Channels</ButtonLink>
      </PageHeader>
      <States
        state={state}
        onState={(next) => change({ state: next === 'open' ? undefined : next, alert: undefined })}
      />
      <AlertFilters search={search} onChange={change} />
      <div className={styles['columns']} data-open={open !== undefined}>
        <Loaded query={query} height={320}>
          {(found) =>
            found.length === 0 ? (
              <Nothing search={search} />
            ) : (
              <Inbox alerts={found} open={open} more={more} onOpen={(alert) => change({ alert })} />
            )
          }
        </Loaded>
        {open === undefined ? null : (
          <AlertCard
            id={open}
            timeZone={timeZone}
            onClose={() => change({ alert: undefined })}
            onSnooze={() => change({ dialog: 'snooze' })}
          />
        )}
      </div>
      <SnoozeDialog
        id={open ?? null}
        timeZone={timeZone}
        isOpen={mayOperate && open !== undefined && search.dialog === 'snooze'}
        onClose={() => change({ dialog: undefined })}
      />
    </>
  );
}
