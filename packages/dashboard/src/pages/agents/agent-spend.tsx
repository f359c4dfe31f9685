import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PeriodQuery } from '../../app/period.ts';
import { BarList } from '../../components/bar-list.tsx';
import { Card } from '../../components/card.tsx';
import { Figure, Figures } from '../../components/figures.tsx';
import { Money } from '../../components/money.tsx';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { Loaded } from '../../components/states.tsx';
import { changeShort } from '../../format/change.ts';
import { count } from '../../format/count.ts';
import { seriesColour } from '../../theme/series-colour.ts';
import { seriesAsked, seriesQuery } from '../explore/explore.ts';
import { intervalFor } from '../explore/interval.ts';
import { barsOf } from '../explore/series-bars.ts';
import styles from './agent-page.module.css';
import { spentQuery } from './agents.ts';

interface AgentSpendProps {
  readonly id: string;
  readonly period: PeriodQuery;
  readonly timeZone: string;
}

function Headline({ id, period }: Omit<AgentSpendProps, 'timeZone'>) {
  const query = useQuery(spentQuery(id, period));
  return (
    <Loaded query={query} height={84}>
      {({ totals }) => (
        <Figures>
          <Figure
            name="Spend"
            value={<Money usd={totals.cost_usd} isEstimated={totals.estimated_usd !== '0'} />}
            note={
              totals.change === null || totals.change === undefined
                ? 'nothing in the period before'
                : `${changeShort(totals.change)} on the period before`
            }
          />
          <Figure
            name="Requests"
            value={count(totals.requests)}
            note={
              <Link to="/explore" search={{ agent: id, view: 'records' }}>
                {count(totals.records)} records
              </Link>
            }
          />
          <Figure
            name="Cost per request"
            value={totals.cost_per_request_usd === null ? '–' : <Money usd={totals.cost_per_request_usd} />}
            note={`${count(totals.tokens)} tokens in all`}
          />
        </Figures>
      )}
    </Loaded>
  );
}

/** Spend over time by model, and what each of its models came to. */
export function AgentSpend({ id, period, timeZone }: AgentSpendProps) {
  const interval = intervalFor(period, Date.now());
  const asked = { period, filters: { agent: id } };
  const pieces = useQuery(seriesQuery(seriesAsked(asked, 'model', interval)));
  const totals = useQuery(seriesQuery(seriesAsked(asked, null, interval)));
  const models = useQuery(spentQuery(id, period));
  const of = { dimension: 'model', measure: 'cost', interval, timeZone } as const;
  return (
    <>
      <Headline id={id} period={period} />
      <Card title="Spend by model">
        <div className={styles['split']}>
          <Loaded query={totals} height={240}>
            {({ data: whole }) => (
              <Loaded query={pieces} height={240}>
                {({ data }) => (
                  <StackedBars
                    title={`Spend of ${id}, each ${interval}`}
                    dimension="model"
                    {...barsOf(data, whole, of)}
                  />
                )}
              </Loaded>
            )}
          </Loaded>
          <Loaded query={models} height={160}>
            {({ data }) => (
              <BarList
                rows={data.map(({ model, cost_usd: usd }) => ({
                  key: model ?? '',
                  name: (
                    <Link to="/explore" search={{ agent: id, model: model ?? '' }}>
                      {model ?? 'no model'}
                    </Link>
                  ),
                  value: usd,
                  figure: <Money usd={usd} />,
                  colour: seriesColour('model', model ?? 'no model'),
                }))}
              />
            )}
          </Loaded>
        </div>
      </Card>
    </>
  );
}
