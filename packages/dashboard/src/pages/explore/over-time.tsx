import { useQuery } from '@tanstack/react-query';
import type { Bar } from '../../components/stacked-bars.tsx';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { Loaded } from '../../components/states.tsx';
import { seriesAsked, seriesQuery, type SeriesPoint } from './explore.ts';
import { barName, intervalFor } from './interval.ts';
import { shown } from './measure.ts';
import { dimensionsOf, labelText, type Dimension, type Interval, type Measure } from './search.ts';
import { useExplore } from './use-explore.ts';

interface Asked {
  readonly dimension: Dimension;
  readonly measure: Measure;
  readonly interval: Interval;
  readonly timeZone: string;
}

/** The points of a series as bars; what each comes to in all is the API's own figure. */
function barsOf(points: readonly SeriesPoint[], totals: readonly SeriesPoint[], asked: Asked) {
  const { dimension, measure, interval, timeZone } = asked;
  const { of } = shown[measure];
  const bars = totals.map((point) => ({
    time: point.time,
    name: barName(point.time, interval, timeZone),
    totalUsd: of(point) ?? '0',
    pieces: [] as Bar['pieces'][number][],
  }));
  const byTime = new Map(bars.map((bar) => [bar.time, bar]));
  const names: string[] = [];
  for (const point of points) {
    const value = of(point) ?? '0';
    if (Number(value) === 0) continue;
    const isRest = point.rest === true;
    const name = isRest ? 'other' : labelText(dimension, point[dimension]);
    byTime.get(point.time)?.pieces.push({ name, usd: value, isRest });
    if (!isRest && !names.includes(name)) names.push(name);
  }
  return { bars, names };
}

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
