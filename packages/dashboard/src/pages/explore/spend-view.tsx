import { useQuery } from '@tanstack/react-query';
import { Card } from '../../components/card.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Loaded } from '../../components/states.tsx';
import { BreakdownBars } from './breakdown-bars.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { breakdownAsked, breakdownQuery, defaultTop, exportOf, fileOf, seriesAsked } from './explore.ts';
import { intervalFor, intervalsOf } from './interval.ts';
import { OverTime } from './over-time.tsx';
import { dimensions, dimensionsOf, type Dimension, type ExploreSearch, type Measure } from './search.ts';
import styles from './spend-view.module.css';
import { Totals } from './totals.tsx';
import { useExplore } from './use-explore.ts';

const measureNames: readonly { readonly value: Measure; readonly name: string }[] = [
  { value: 'cost', name: 'Spend' },
  { value: 'requests', name: 'Requests' },
  { value: 'tokens', name: 'Tokens' },
  { value: 'cost_per_request', name: 'Cost per request' },
];

const tops = [5, 10, 25, 100, 1_000].map((top) => ({ value: String(top), name: `Top ${top}` }));

/** The dimensions of the rows. Sorting by a column of before is kept only while there is one. */
function Controls() {
  const { search, change } = useExplore();
  const [first, second] = dimensionsOf(search);
  const others = dimensions.filter((dimension) => dimension !== first);
  const setBy = (one: Dimension, other: string | undefined): void =>
    change({ by: other === undefined || other === '' || other === one ? one : `${one},${other}` });
  return (
    <div className={styles['controls']}>
      <SelectField
        label="By"
        options={dimensions.map((value) => ({ value, name: value }))}
        value={first ?? 'agent'}
        onValue={(value) => setBy(value, second)}
      />
      <SelectField
        label="and"
        options={[{ value: '', name: 'nothing else' }, ...others.map((value) => ({ value, name: value }))]}
        value={second ?? ''}
        onValue={(value) => setBy(first ?? 'agent', value)}
      />
      <SelectField
        label="Measure"
        options={measureNames}
        value={search.measure ?? 'cost'}
        onValue={(value) => change({ measure: value === 'cost' ? undefined : value })}
      />
      <SelectField
        label="Rows"
        options={tops}
        value={String(search.top ?? defaultTop)}
        onValue={(value) => change({ top: Number(value) === defaultTop ? undefined : Number(value) })}
      />
    </div>
  );
}

function ChartChoice({ search }: { readonly search: ExploreSearch }) {
  const { period, filters, change } = useExplore();
  const [by] = dimensionsOf(search);
  const now = Date.now();
  const { chart = 'time', interval = intervalFor(period, now), measure } = search;
  const hasTime = measure !== 'cost_per_request';
  return (
    <div className={styles['choice']}>
      {chart === 'time' && hasTime ? (
        <a href={fileOf('series', seriesAsked({ period, filters }, by ?? 'agent', interval))} download>
          This chart as CSV
        </a>
      ) : null}
      {chart === 'time' && hasTime ? (
        <SelectField
          label="Step"
          isLabelHidden
          options={[...new Set([interval, ...intervalsOf(period, now)])].map((value) => ({
            value,
            name: `by ${value}`,
          }))}
          value={interval}
          onValue={(value) => change({ interval: value })}
        />
      ) : null}
      {hasTime ? (
        <SelectField
          label="Chart"
          isLabelHidden
          options={[
            { value: 'time', name: 'Over time' },
            { value: 'bars', name: 'As bars' },
          ]}
          value={chart}
          onValue={(value) => change({ chart: value === 'time' ? undefined : value })}
        />
      ) : null}
    </div>
  );
}

/** Spend by one dimension or two: in all, over time or as bars, and row by row. */
export function SpendView() {
  const { search, period, filters, isCompared } = useExplore();
  const asked = breakdownAsked(search, period, isCompared);
  const query = useQuery(breakdownQuery(asked));
  const { chart = 'time', measure = 'cost' } = search;
  const by = dimensionsOf(search);
  const name = measureNames.find(({ value }) => value === measure)?.name ?? 'Spend';
  return (
    <div className={styles['view']}>
      <Controls />
      <Loaded query={query} height={72}>
        {(breakdown) => <Totals breakdown={breakdown} />}
      </Loaded>
      <Card title={`${name} by ${by.join(' and ')}`} actions={<ChartChoice search={search} />}>
        {chart === 'time' && measure !== 'cost_per_request' ? (
          <OverTime measure={measure} />
        ) : (
          <Loaded query={query} height={240}>
            {(breakdown) => <BreakdownBars breakdown={breakdown} by={by} measure={measure} />}
          </Loaded>
        )}
      </Card>
      <Card
        title="Row by row"
        actions={
          <span className={styles['files']}>
            <a href={fileOf('breakdown', asked)} download>
              These rows as CSV
            </a>
            <a href={exportOf({ period, filters })} download>
              All records as CSV
            </a>
          </span>
        }
      >
        <Loaded query={query} height={320}>
          {(breakdown) => <BreakdownTable breakdown={breakdown} />}
        </Loaded>
      </Card>
    </div>
  );
}
