import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { usePermitted } from '../../api/permitted.ts';
import { BarList } from '../../components/bar-list.tsx';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { dateTime } from '../../format/time.ts';
import { AlertDeliveries } from './alert-deliveries.tsx';
import { type AlertInFull, alertQuery } from './alerts.ts';
import styles from './alerts-page.module.css';
import { useActing } from './use-acting.ts';

/** The lines of what is known, `Name: what it says`, and the sentences after them. */
function Words({ text }: { readonly text: string }) {
  const lines = text.split('\n').filter((line) => line !== '');
  const facts = lines.slice(0, -1).map((line) => {
    const end = line.indexOf(': ');
    return end === -1 ? ['', line] : [line.slice(0, end), line.slice(end + 2)];
  });
  return (
    <>
      <p className={styles['next']}>{lines.at(-1)}</p>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <Fragment key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

/** The bar of the budget as it was when it fired, or what is usual beside what came. */
function Drawing({ figures, threshold }: AlertInFull) {
  if (Object.keys(figures).some((name) => name.startsWith('limit_')))
    return (
      <div className={styles['drawing']}>
        <LimitBar limited={figures} thresholds={threshold === null ? [] : [threshold]} />
        <small>{limitText(figures)}, when it fired</small>
      </div>
    );
  const { norm_usd: norm, cost_usd: cost } = figures;
  if (norm === undefined || cost === undefined) return null;
  return (
    <div className={styles['drawing']}>
      <BarList
        rows={[
          { key: 'cost', name: 'This', value: cost, figure: money(String(cost)), colour: 'var(--stop)' },
          { key: 'norm', name: 'Usual', value: norm, figure: money(String(norm)) },
        ]}
      />
    </div>
  );
}

function Links({ agent, budget, budget_name: name, team, figures: { run, provider, model } }: AlertInFull) {
  return (
    <p className={styles['links']}>
      {agent === null ? null : (
        <span>
          agent <EntityLink kind="agent" id={agent} />
        </span>
      )}
      {typeof run === 'string' ? (
        <span>
          run <EntityLink kind="run" id={run} />
        </span>
      ) : null}
      {budget === null ? null : (
        <span>
          budget{' '}
          <EntityLink kind="budget" id={budget}>
            {name}
          </EntityLink>
        </span>
      )}
      {team === null ? null : (
        <span>
          team <EntityLink kind="team" id={team} />
        </span>
      )}
      {typeof model === 'string' && typeof provider === 'string' ? (
        <span>
          model <EntityLink kind="model" id={`${provider}/${model}`} />
        </span>
      ) : null}
    </p>
  );
}

const reasons: Readonly<Record<string, string>> = {
  window: 'its window ended',
  snooze: 'the time had come',
  top_up: 'credit was added',
  recovery: 'it recovered',
};

function History({ alert, timeZone }: { readonly alert: AlertInFull; readonly timeZone: string }) {
  return (
    <section aria-label="History">
      <h3>History</h3>
      <ol className={styles['history']}>
        <li>
          <Time time={alert.time} timeZone={timeZone} /> fired
        </li>
        {alert.changes.map(
          ({ state, changed_at: time, changed_by: by, changed_by_name: name, snoozed_until: until }) => (
            <li key={`${time} ${state}`}>
              <Time time={time} timeZone={timeZone} /> {state === 'open' ? 'open again' : state}
              {until === null ? '' : ` until ${dateTime(until, timeZone)}`}, {name ?? reasons[by] ?? by}
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

interface ActsProps {
  readonly alert: AlertInFull;
  readonly onSnooze: () => void;
}

function Acts({ alert, onSnooze }: ActsProps) {
  const { id, state, budget, raise_to: raiseTo } = alert;
  const acting = useActing();
  if (!usePermitted('operate')) return null;
  const isOver = state === 'resolved';
  return (
    <div className={styles['acts']}>
      {isOver || state === 'acknowledged' ? null : (
        <Button kind="main" isBusy={acting.isPending} onClick={() => acting.mutate({ kind: 'acknowledge', id })}>
          Acknowledge
        </Button>
      )}
      {isOver ? null : (
        <>
          <Button onClick={onSnooze}>Snooze</Button>
          <Button isBusy={acting.isPending} onClick={() => acting.mutate({ kind: 'resolve', id })}>
            Resolve
          </Button>
        </>
      )}
      {budget === null || raiseTo === null ? null : (
        <ButtonLink to="/budgets/$budget/edit" params={{ budget }} search={{ limit: raiseTo }}>
          Raise limit
        </ButtonLink>
      )}
    </div>
  );
}

interface AlertCardProps {
  readonly id: string;
  readonly timeZone: string;
  readonly onClose: () => void;
  readonly onSnooze: () => void;
}

/** One alert: what happened, to whom, what became of it, and what can be done about it. */
export function AlertCard({ id, timeZone, onClose, onSnooze }: AlertCardProps) {
  const query = useQuery(alertQuery(id));
  return (
    <article className={styles['card']} aria-label="The alert">
      <Loaded query={query} height={320}>
        {(alert) => (
          <>
            <header>
              <span className={styles['line']}>
                <StatusBadge status={alert.severity} /> <StatusBadge status={alert.state} />
                {alert.snoozed_until === null ? null : (
                  <small>
                    until <Time time={alert.snoozed_until} timeZone={timeZone} />
                  </small>
                )}
              </span>
              <Button kind="quiet" onClick={onClose}>
                Close
              </Button>
            </header>
            <h2>{alert.title}</h2>
            <Acts alert={alert} onSnooze={onSnooze} />
            <Drawing {...alert} />
            <Words text={alert.text} />
            <Links {...alert} />
            <History alert={alert} timeZone={timeZone} />
            <AlertDeliveries id={alert.id} timeZone={timeZone} />
          </>
        )}
      </Loaded>
    </article>
  );
}
