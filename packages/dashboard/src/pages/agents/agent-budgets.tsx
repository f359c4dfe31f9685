import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { usePermitted } from '../../api/permitted.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip, StatusBadge } from '../../components/chip.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { LimitBar, limitText } from '../../components/limit-bar.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { percent } from '../../format/count.ts';
import { amountText, figuresOf } from '../../format/limit-figures.ts';
import styles from './agent-page.module.css';
import { heldQuery, type Held } from './agents.ts';
import { useAgentsAnew } from './use-agent-change.ts';

const acts = { throttle: 'throttled', pause: 'paused', block: 'blocked' } as const;

function Restriction({ restriction }: { readonly restriction: Held['restrictions'][number] }) {
  const anew = useAgentsAnew();
  const mayOperate = usePermitted('operate');
  const { tell, tellProblem } = useToast();
  const lift = useMutation({
    mutationFn: () => call('POST /v1/restrictions/{id}/lift', { path: { id: restriction.id }, body: {} }),
    onSuccess: () => {
      tell('It is lifted for the rest of the window.');
      return anew();
    },
    onError: tellProblem,
  });
  const { requests_per_minute: rate } = restriction;
  return (
    <div className={styles['line']}>
      <span>
        <StatusBadge status={acts[restriction.do]} /> since {percent(restriction.at)} of the limit
        {rate === undefined ? '' : `, to ${rate} requests a minute`}
      </span>
      {mayOperate ? (
        <Button isBusy={lift.isPending} onClick={() => lift.mutate()}>
          Lift it
        </Button>
      ) : null}
    </div>
  );
}

function matchText({ match, holds_all: holdsAll }: Held): string | null {
  if (holdsAll) return null;
  const others = Object.entries(match).filter(([dimension]) => dimension !== 'agent' && dimension !== 'team');
  return `only ${others.map(([dimension, values]) => `${dimension} ${[values].flat().join(' or ')}`).join(', ')}`;
}

function BudgetLine({ held, timeZone }: { readonly held: Held; readonly timeZone: string }) {
  const { unit, available } = figuresOf(held);
  const only = matchText(held);
  return (
    <li>
      <div className={styles['line']}>
        <span>
          <EntityLink kind="budget" id={held.id}>
            {held.name}
          </EntityLink>{' '}
          <span className={styles['quiet']}>
            {held.per === 'agent' ? 'of this agent' : `of the ${held.per}`}, a {held.window}
          </span>{' '}
          {held.enforcement === 'soft' ? <Chip>soft</Chip> : null}
        </span>
        <span>{amountText(unit, available)} left</span>
      </div>
      <LimitBar limited={held} thresholds={held.thresholds} />
      <div className={`${styles['line']} ${styles['quiet']}`}>
        <span>
          {limitText(held)}
          {only === null ? '' : `, ${only}`}
        </span>
        {held.window_end === null ? null : (
          <span>
            until <Time time={held.window_end} timeZone={timeZone} />
          </span>
        )}
      </div>
      {held.restrictions.map((restriction) => (
        <Restriction key={restriction.id} restriction={restriction} />
      ))}
    </li>
  );
}

/** The budgets that hold it as they stand now, and what they do. */
export function AgentBudgets({ id, timeZone }: { readonly id: string; readonly timeZone: string }) {
  const query = useQuery(heldQuery(id));
  return (
    <Card title="Budgets that hold it">
      <Loaded query={query} height={160}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState title="No budget holds this agent.">
              What it spends is counted all the same. A budget per agent, team or org would hold it.
            </EmptyState>
          ) : (
            <ul className={styles['list']}>
              {data.map((held) => (
                <BudgetLine key={held.id} held={held} timeZone={timeZone} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
