import { useQuery } from '@tanstack/react-query';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { Loaded } from '../../components/states.tsx';
import { seriesAsked, seriesQuery } from './explore.ts';
import { intervalFor } from './interval.ts';
import { shown } from './measure.ts';
import { dimensionsOf, type Measure } from './search.ts';
import { barsOf } from './series-bars.ts';
import { useExplore } from './use-explore.ts';

/** One measure over time, stacked by the first dimension. */
export function OverTime({ measure }: { readonly measure: Measure }) {
  const { search, period, filters, timeZone } = useExplore();
  const [dimension = 'agent'] = dimensionsOf(search);
  const { interval = intervalFor(period, Date.now()) } = search;
  const pieces = useQuery(seriesQuery(seriesAsked({ period, filters }, dimension, interval)));
  const totals = useQuery(seriesQuery(seriesAsked({ period, filters }, null, interval)));
  const { text, tick, name } = shown[measure];
  return (
    <Loaded query={totals} height={240}>
      {({ data: whole }) => (
        <Loaded query={pieces} height={240}>
          {({ data }) => (
            <StackedBars
              title={`${name} by ${dimension}, each ${interval}`}
              dimension={dimension}
              show={text}
              tickText={tick}
              what={name}
              {...barsOf(data, whole, { dimension, measure, interval, timeZone })}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
