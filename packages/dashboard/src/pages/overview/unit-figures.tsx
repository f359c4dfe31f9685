import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Card } from '../../components/card.tsx';
import { Money } from '../../components/money.tsx';
import { count, percent } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import type { UnitEconomics } from './overview.ts';
import styles from './unit-figures.module.css';

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly note: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

function Figure({ name, value, note, to, search = {} }: FigureProps) {
  return (
    <div>
      <dt>
        <Link to={to} search={(kept: object) => ({ ...kept, ...search })}>
          {name}
        </Link>
      </dt>
      <dd>{value}</dd>
      <dd className={styles['note']}>{note}</dd>
    </div>
  );
}

function shareText(share: number | null): string {
  return share === null ? '–' : percent(share);
}

/** What a unit of work cost, and how far the figures can be trusted. */
export function UnitFigures({ unit }: { readonly unit: UnitEconomics }) {
  const { cost_per_completed_task_usd: perTask, succeeded, cost_per_1k_tokens_usd: perTokens } = unit;
  return (
    <Card title="By the unit">
      <dl className={styles['figures']}>
        <Figure
          name="Cost per completed task"
          to="/runs"
          value={perTask === null ? '–' : <Money usd={perTask} />}
          note={`${count(succeeded.tasks)} completed; ${money(unit.failed_work_usd)} on failed work`}
        />
        <Figure
          name="Cost per 1,000 tokens"
          to="/explore"
          search={{ by: 'model' }}
          value={perTokens === null ? '–' : <Money usd={perTokens} />}
          note={unit.output_input_ratio === null ? '' : `${percent(unit.output_input_ratio)} as much output as input`}
        />
        <Figure
          name="Cache hit rate"
          to="/explore"
          search={{ by: 'model', measure: 'tokens' }}
          value={shareText(unit.cache_hit_rate)}
          note={`${money(unit.cache_savings_usd)} saved`}
        />
        <Figure
          name="Out of character"
          to="/alerts"
          search={{ type: 'anomaly' }}
          value={`${count(unit.anomalous_events)} ${unit.anomalous_events === 1 ? 'event' : 'events'}`}
          note={`${money(unit.anomalous_usd)} spent by them`}
        />
        <Figure
          name="Estimated"
          to="/explore"
          search={{ view: 'records' }}
          value={shareText(unit.estimated_share)}
          note="of spend, where no usage was told"
        />
        <Figure
          name="Unpriced"
          to="/prices"
          value={shareText(unit.unpriced_share)}
          note="of calls, on models without a price"
        />
      </dl>
    </Card>
  );
}
