import { BudgetBar } from '../../components/budget-bar.tsx';
import { Card } from '../../components/card.tsx';
import { count, percent } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { shareOf } from '../../format/share.ts';
import styles from './budgets-near.module.css';
import type { Standing } from './overview.ts';

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

function Near({ standing }: { readonly standing: Standing }) {
  const { limit, spent, reserved, show } = figuresOf(standing);
  const shares = { spent: shareOf(spent, limit), reserved: shareOf(reserved, limit) };
  const words = `${show(spent)} spent and ${show(reserved)} reserved of ${show(limit)}`;
  return (
    <li>
      <div className={styles['names']}>
        <span>
          {standing.subject} <small>{standing.name}</small>
        </span>
        <span>{percent(shares.spent)}</span>
      </div>
      <BudgetBar shares={shares} text={words} />
      <small>{words}</small>
    </li>
  );
}

/** The budgets that will be asked about first. */
export function BudgetsNear({ budgets }: { readonly budgets: readonly Standing[] }) {
  return (
    <Card title="Closest to the limit">
      {budgets.length === 0 ? (
        <p>No budget has been spent from in its window. `cofferdam budgets create` sets one.</p>
      ) : (
        <ul className={styles['list']}>
          {budgets.map((standing) => (
            <Near key={`${standing.budget} ${standing.subject}`} standing={standing} />
          ))}
        </ul>
      )}
    </Card>
  );
}
