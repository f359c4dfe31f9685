import { Money } from '../../components/money.tsx';
import { count } from '../../format/count.ts';
import styles from './headline.module.css';
import type { Overview } from './overview.ts';

export function Headline({ overview }: { readonly overview: Overview }) {
  const { cost_usd: spent, requests, refused, open_reservations: open, reserved_usd: reserved } = overview;
  return (
    <dl className={styles['figures']}>
      <div>
        <dt>Spend</dt>
        <dd>
          <Money usd={spent} />
        </dd>
        <dd className={styles['note']}>{count(requests)} requests</dd>
      </div>
      <div>
        <dt>Reserved</dt>
        <dd>
          <Money usd={reserved} />
        </dd>
        <dd className={styles['note']}>{count(open)} open</dd>
      </div>
      <div>
        <dt>Refused</dt>
        <dd>{count(refused)}</dd>
        <dd className={styles['note']}>calls</dd>
      </div>
    </dl>
  );
}
