import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { dayIn } from '../../app/period.ts';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { Loaded } from '../../components/states.tsx';
import { seriesAsked, seriesQuery, type SeriesPoint } from './explore.ts';
import { barName, intervalFor } from './interval.ts';
import { shown } from './measure.ts';
import { dimensionsOf, type Measure } from './search.ts';
import { barsOf } from './series-bars.ts';
import { useExplore } from './use-explore.ts';

/** The day that a bar is of: its time as the API has it, by the name below it. */
function dayOf(points: readonly SeriesPoint[], name: string, timeZone: string): string | undefined {
  const point = points.find(({ time }) => barName(time, 'day', timeZone) === name);
  return point === undefined ? undefined : dayIn(Date.parse(point.time), timeZone);
}

/** One measure over time, stacked by the first dimension. */
export function OverTime({ measure }: { readonly measure: Measure }) {
  const { search, period, filters, timeZone } = useExplore();
  const [dimension = 'agent'] = dimensionsOf(search);
  const { interval = intervalFor(period, Date.now()) } = search;
  const pieces = useQuery(seriesQuery(seriesAsked({ period, filters }, dimension, interval)));
  const totals = useQuery(seriesQuery(seriesAsked({ period, filters }, null, interval)));
  const { text, tick, name } = shown[measure];
  const navigate = useNavigate({ from: '/explore' });
  const lookAt = (day: string | undefined): void =>
    void navigate({ search: (now) => ({ ...now, period: undefined, from: day, to: day, interval: undefined }) });
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
              {...(interval === 'day' ? { onPick: ({ name: day }) => lookAt(dayOf(whole, day, timeZone)) } : {})}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
