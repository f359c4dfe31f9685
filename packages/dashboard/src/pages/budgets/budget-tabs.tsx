import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { LimitBar } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { count, utilisationText } from '../../format/count.ts';
import { amountText, figuresOf } from '../../format/limit-figures.ts';
import { alertsOfQuery, type Budget, changesQuery, type Counter, countersQuery, refusalsQuery } from './budgets.ts';
import styles from './budgets-page.module.css';
import { Subject } from './subject-list.tsx';

interface OfProps {
  readonly budget: Budget;
  readonly timeZone: string;
}

interface PastProps {
  readonly budget: Budget;
  readonly subject: string | undefined;
  readonly onSubject: (subject: string | undefined) => void;
}

function spentText(counter: Counter): string {
  const { unit, spent } = figuresOf(counter);
  return amountText(unit, spent);
}

/** What was counted in windows that are over, the newest first; against the limit as it is now. */
export function PastWindows({ budget, subject, onSubject }: PastProps) {
  const { id, per, thresholds, timezone } = budget;
  const search = { windows: 'closed', limit: 50, ...(subject === undefined ? {} : { subject }) } as const;
  const { query, more } = useList(countersQuery(id, search));
  const back = (
    <Button kind="quiet" onClick={() => onSubject(undefined)}>
      All, not {subject} alone
    </Button>
  );
  const who = (counter: Counter) => (
    <>
      <Subject per={per} subject={counter.subject} />{' '}
      {per === 'org' || subject !== undefined ? null : (
        <Button kind="quiet" onClick={() => onSubject(counter.subject)}>
          its windows
        </Button>
      )}
    </>
  );
  return (
    <Card title="Windows that are over" actions={subject === undefined ? undefined : back}>
      <Loaded query={query} height={160}>
        {(counters) => (
          <DataTable
            caption="Windows that are over"
            rows={counters}
            keyOf={(counter) => `${counter.window_start} ${counter.subject}`}
            empty="No window of it is over yet. Those of a minute and of an hour are kept for two days."
            columns={[
              { name: 'Window from', cell: (one) => <Time time={one.window_start} timeZone={timezone} /> },
              { name: 'Who', cell: who },
              { name: 'Spent', cell: spentText, isFigure: true },
              {
                name: 'Of the limit now',
                cell: (one) => <LimitBar limited={one} thresholds={thresholds} />,
                isExtra: true,
              },
              { name: 'Share', cell: ({ utilisation }) => utilisationText(utilisation), isFigure: true, isExtra: true },
            ]}
            more={more}
          />
        )}
      </Loaded>
    </Card>
  );
}

const codeWords: Readonly<Record<string, string>> = {
  budget_exceeded: 'over the limit',
  run_cap_exceeded: 'over the cap of the run',
  budget_in_flight: 'held by open reservations',
  rate_limited: 'too many in a window',
};

/** What it refused, by the day in UTC, in the period of the page. */
export function RefusalsOf({ budget }: OfProps) {
  const { query: period } = usePeriod();
  const query = useQuery(refusalsQuery(budget.id, period));
  const mayOperate = usePermitted('operate');
  const { data: alerts } = useQuery(alertsOfQuery(budget.id));
  const limit = alerts?.data.find(({ type }) => type === 'budget_refused')?.raise_to ?? undefined;
  const raise = (
    <ButtonLink to="/budgets/$budget/edit" params={{ budget: budget.id }} search={{ limit }}>
      Raise limit
    </ButtonLink>
  );
  return (
    <Card title="What it refused" actions={<PeriodPicker />}>
      <Loaded query={query} height={160}>
        {({ data }) => (
          <>
            <DataTable
              caption="What it refused"
              rows={data}
              keyOf={({ day, code, agent }) => `${day} ${code} ${agent}`}
              empty="It refused nothing in this period."
              columns={[
                { name: 'Day (UTC)', cell: ({ day }) => day },
                {
                  name: 'Agent',
                  cell: ({ agent }) => (agent === undefined ? '' : <EntityLink kind="agent" id={agent} />),
                },
                { name: 'Why', cell: ({ code = '' }) => codeWords[code] ?? code, isExtra: true },
                { name: 'Calls', cell: (row) => count(row.count), isFigure: true },
                { name: 'Held off', cell: (row) => <Money usd={row.required_usd} />, isFigure: true },
              ]}
            />
            {data.length > 0 && mayOperate ? <p className={styles['note']}>{raise}</p> : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}

export function AlertsOf({ budget, timeZone }: OfProps) {
  const query = useQuery(alertsOfQuery(budget.id));
  return (
    <Card title="What it told of">
      <Loaded query={query} height={160}>
        {({ data }) => (
          <DataTable
            caption="What it told of"
            rows={data}
            keyOf={({ id }) => id}
            empty="It has told of nothing yet."
            columns={[
              { name: 'When', cell: ({ time }) => <Time time={time} timeZone={timeZone} nowMs={Date.now()} /> },
              {
                name: 'What',
                cell: ({ id, title }) => (
                  <Link to="/alerts" search={{ alert: id, state: 'all' }}>
                    {title}
                  </Link>
                ),
              },
              { name: 'State', cell: ({ state }) => <StatusBadge status={state} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

function factText(facts: Readonly<Record<string, unknown>> | null, name: string): string {
  const value = facts?.[name];
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

interface Changed {
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

function Difference({ before, after }: Changed) {
  if (before === null) return <span className={styles['change']}>made</span>;
  if (after === null) return <span className={styles['change']}>deleted</span>;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => (
    <div key={name}>
      {name.replaceAll('_', ' ')}: <span className={styles['change']}>{factText(before, name)} →</span>{' '}
      {factText(after, name)}
    </div>
  ));
}

/** Who changed it, from the audit log. */
export function ChangesOf({ budget, timeZone }: OfProps) {
  const query = useQuery(changesQuery(budget.id));
  return (
    <Card title="Who changed it">
      <Loaded query={query} height={160}>
        {({ data }) => (
          <DataTable
            caption="Who changed it"
            rows={data}
            keyOf={({ id }) => id}
            empty="Nothing is on record."
            columns={[
              { name: 'When', cell: ({ time }) => <Time time={time} timeZone={timeZone} /> },
              { name: 'Who', cell: ({ actor }) => actor.name },
              { name: 'What', cell: ({ before, after }) => <Difference before={before} after={after} /> },
              { name: 'Reason', cell: ({ reason }) => reason, isExtra: true },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
