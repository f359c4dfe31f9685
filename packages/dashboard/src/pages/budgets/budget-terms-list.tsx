import type { ReactNode } from 'react';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { Time } from '../../components/time.tsx';
import { percent } from '../../format/count.ts';
import { actionText, limitOf, whoText } from './budget-words.ts';
import type { Budget } from './budgets.ts';
import styles from './budgets-page.module.css';

function Term({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function firmness({ enforcement, wind_down: share, allow_free: isFree }: Budget): string {
  if (enforcement === 'soft') return 'soft: it tells, and refuses nothing';
  const kept = share === null ? '' : `, ${percent(share)} kept for a last call`;
  return `hard: what does not fit is refused${kept}${isFree ? '; free calls pass' : ''}`;
}

/** What a budget says, in words. */
export function BudgetTermsList({ budget }: { readonly budget: Budget }) {
  const { timeZone } = usePeriod();
  const { thresholds, actions, notify, owner } = budget;
  return (
    <Card title="What it says">
      <dl className={styles['terms']}>
        <Term name="Counts">{whoText(budget)}</Term>
        <Term name="Limit">{limitOf(budget)}</Term>
        <Term name="Enforcement">{firmness(budget)}</Term>
        <Term name="Tells at">{thresholds.length === 0 ? 'no share of it' : thresholds.map(percent).join(', ')}</Term>
        <Term name="Does">
          {actions.length === 0 ? 'nothing before the limit' : actions.map(actionText).join('; ')}
        </Term>
        <Term name="Channels">{notify.length === 0 ? 'no channel of its own' : notify.join(', ')}</Term>
        <Term name="Owner">{owner ?? 'nobody'}</Term>
        <Term name="Made">
          <Time time={budget.created_at} timeZone={timeZone} />
        </Term>
      </dl>
    </Card>
  );
}
