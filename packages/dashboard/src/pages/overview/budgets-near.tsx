import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePermitted } from '../../api/permitted.ts';
import { BudgetBar } from '../../components/budget-bar.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { EmptyState } from '../../components/states.tsx';
import { count, utilisationText } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { shareOf } from '../../format/share.ts';
import styles from './budgets-near.module.css';
import { thresholdsQuery, type Standing } from './overview.ts';

interface Figures {
  readonly limit: string | number;
  readonly spent: string | number;
  readonly reserved: string | number;
  readonly show: (figure: string | number) => string;
}

const units = ['usd', 'tokens', 'requests', 'concurrent'] as const;

/** The figures of a budget in its own unit, which is the one whose limit is there. */
function figuresOf(standing: Standing): Figures {
  const unit = units.find((one) => standing[`limit_${one}`] !== undefined) ?? 'usd';
  return {
    limit: standing[`limit_${unit}`] ?? 0,
    spent: standing[`spent_${unit}`] ?? 0,
    reserved: standing[`reserved_${unit}`] ?? 0,
    show: (figure) => (unit === 'usd' ? money(String(figure)) : `${count(Number(figure))} ${unit}`),
  };
}

interface NearProps {
  readonly standing: Standing;
  readonly thresholds: readonly number[] | undefined;
}

function Near({ standing, thresholds }: NearProps) {
  const { limit, spent, reserved, show } = figuresOf(standing);
  const shares = { spent: shareOf(spent, limit), reserved: shareOf(reserved, limit) };
  const words = `${show(spent)} spent and ${show(reserved)} reserved of ${show(limit)}`;
  return (
    <li>
      <div className={styles['names']}>
        <span>
          <EntityLink kind="budget" id={standing.budget}>
            {standing.subject}
          </EntityLink>{' '}
          <small>{standing.name}</small>
        </span>
        <span className={styles['share']}>
          {standing.restrictions.map(({ id, do: act }) => (
            <StatusBadge key={id} status={act} />
          ))}
          {utilisationText(standing.utilisation)}
        </span>
      </div>
      <BudgetBar shares={shares} text={words} {...(thresholds === undefined ? {} : { thresholds })} />
      <small>{words}</small>
    </li>
  );
}

/** The budgets that will be asked about first. */
export function BudgetsNear({ budgets }: { readonly budgets: readonly Standing[] }) {
  const { data: thresholds } = useQuery(thresholdsQuery);
  const mayOperate = usePermitted('operate');
  const to: string = '/budgets';
  return (
    <Card title="Closest to the limit" actions={<Link to={to}>All budgets</Link>}>
      {budgets.length === 0 ? (
        <EmptyState
          title="No budget has been spent from in its window."
          action={mayOperate ? <Link to={to}>Set a budget</Link> : null}
        />
      ) : (
        <ul className={styles['list']}>
          {budgets.map((standing) => (
            <Near
              key={`${standing.budget} ${standing.subject}`}
              standing={standing}
              thresholds={thresholds?.get(standing.budget)}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}
