import type { ReactNode } from 'react';
import { Money } from '../../components/money.tsx';
import { count, percent } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { shareOf } from '../../format/share.ts';
import styles from './headline.module.css';
import type { Overview } from './overview.ts';

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly note: string;
}

function Figure({ name, value, note }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd className={styles['note']}>{note}</dd>
    </div>
  );
}

function change({ cost_usd: now, previous, requests }: Overview): string {
  const calls = `${count(requests)} requests`;
  if (previous === undefined || Number(previous.cost_usd) === 0) return calls;
  const grown = shareOf(now, previous.cost_usd) - 1;
  return `${grown < 0 ? '−' : '+'}${percent(Math.abs(grown))} on the period before · ${calls}`;
}

/** The figures that everybody looks at first. */
export function Headline({ overview }: { readonly overview: Overview }) {
  const { cost_usd: spent, estimated_usd: estimated, refused, refused_usd: heldOff, wallet } = overview;
  const { open_reservations: open, reserved_usd: reserved } = overview;
  return (
    <dl className={styles['figures']}>
      <Figure
        name="Spend"
        value={<Money usd={spent} isEstimated={estimated !== '0' && estimated === spent} />}
        note={change(overview)}
      />
      <Figure name="Reserved now" value={<Money usd={reserved} />} note={`${count(open)} open`} />
      <Figure name="Refused" value={count(refused)} note={`${money(heldOff)} held off`} />
      {wallet === null || wallet.mode === 'postpaid' ? null : (
        <Figure
          name="Credit left"
          value={<Money usd={wallet.balance_usd} />}
          note={`${money(wallet.available_usd)} available`}
        />
      )}
    </dl>
  );
}
