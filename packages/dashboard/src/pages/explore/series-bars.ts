import type { Bar } from '../../components/stacked-bars.tsx';
import type { SeriesPoint } from './explore.ts';
import { barName } from './interval.ts';
import { shown } from './measure.ts';
import { labelText, type Dimension, type Interval, type Measure } from './search.ts';

interface Asked {
  readonly dimension: Dimension;
  readonly measure: Measure;
  readonly interval: Interval;
  readonly timeZone: string;
}

/** The points of a series as bars; what each comes to in all is the API's own figure. */
export function barsOf(points: readonly SeriesPoint[], totals: readonly SeriesPoint[], asked: Asked) {
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
