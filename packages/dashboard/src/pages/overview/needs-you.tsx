import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { count } from '../../format/count.ts';
import styles from './needs-you.module.css';
import { restrictionsQuery, type OpenAlert, type Restriction } from './overview.ts';

const done = { throttle: 'throttled', pause: 'paused', block: 'blocked' } as const;

function Restricted({ restriction, mayLift }: { readonly restriction: Restriction; readonly mayLift: boolean }) {
  const { timeZone } = usePeriod();
  const client = useQueryClient();
  const { tell } = useToast();
  const [isAsking, setAsking] = useState(false);
  const { id, subject, budget, budget_name: name, do: act, taken_at: time } = restriction;
  const lift = async (): Promise<void> => {
    await call('POST /v1/restrictions/{id}/lift', { path: { id }, body: null });
    await client.invalidateQueries();
    tell(`${subject} goes on.`);
  };
  return (
    <li>
      <StatusBadge status={done[act]} />
      <small>
        <Time time={time} nowMs={Date.now()} timeZone={timeZone} />
      </small>
      <div>
        {subject}, by{' '}
        <EntityLink kind="budget" id={budget}>
          {name}
        </EntityLink>
      </div>
      {mayLift ? (
        <Button kind="quiet" onClick={() => setAsking(true)}>
          Lift
        </Button>
      ) : null}
      <ConfirmDialog
        title={`Let ${subject} go on?`}
        action="Lift it"
        kind="main"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={lift}
      >
        {subject} is no longer {done[act]} for the rest of the window. The limit of {name} holds as before.
      </ConfirmDialog>
    </li>
  );
}

function Alert({ alert, mayChange }: { readonly alert: OpenAlert; readonly mayChange: boolean }) {
  const { timeZone } = usePeriod();
  const client = useQueryClient();
  const { tell, tellProblem } = useToast();
  const { id, severity, title, time } = alert;
  const acknowledging = useMutation({
    mutationFn: () => call('POST /v1/alerts/{id}/acknowledge', { path: { id }, body: null }),
    onSuccess: () => {
      tell('Acknowledged: it stands in Alerts until it is over.');
      return client.invalidateQueries();
    },
    onError: tellProblem,
  });
  const to: string = '/alerts';
  const own: Readonly<Record<string, string>> = { alert: id };
  return (
    <li>
      <StatusBadge status={severity} />
      <small>
        <Time time={time} nowMs={Date.now()} timeZone={timeZone} />
      </small>
      <div>
        <Link to={to} search={(kept: object) => ({ ...kept, ...own })} className={styles['title'] ?? ''}>
          {title}
        </Link>
      </div>
      {mayChange ? (
        <Button
          kind="quiet"
          aria-label={`Acknowledge: ${title}`}
          isBusy={acknowledging.isPending}
          onClick={() => acknowledging.mutate()}
        >
          Acknowledge
        </Button>
      ) : null}
    </li>
  );
}

interface NeedsYouProps {
  readonly alerts: readonly OpenAlert[];
  readonly open: number;
}

/** What somebody has to look at: whom budgets hold, and the alerts that are open, the newest first. */
export function NeedsYou({ alerts, open }: NeedsYouProps) {
  const mayOperate = usePermitted('operate');
  const { data: restrictions } = useQuery(restrictionsQuery);
  const held = restrictions?.data ?? [];
  const to: string = '/alerts';
  return (
    <Card
      title={open === 0 ? 'Needs you' : `Needs you · ${count(open)} open`}
      actions={open === 0 ? null : <Link to={to}>All alerts</Link>}
    >
      {alerts.length + held.length === 0 ? (
        <p className={styles['nothing']}>Nothing is open.</p>
      ) : (
        <ul className={styles['list']}>
          {held.map((restriction) => (
            <Restricted key={restriction.id} restriction={restriction} mayLift={mayOperate} />
          ))}
          {alerts.map((alert) => (
            <Alert key={alert.id} alert={alert} mayChange={mayOperate} />
          ))}
        </ul>
      )}
    </Card>
  );
}
