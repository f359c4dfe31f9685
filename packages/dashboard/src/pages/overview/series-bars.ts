import type { Bar, Piece } from '../../components/stacked-bars.tsx';
import { date, timeOfDay } from '../../format/time.ts';
import type { Interval, Projection, Series, SeriesBy } from './overview.ts';

interface Drawn {
  /** When each bar begins, in their order. */
  readonly times: readonly string[];
  readonly bars: readonly Bar[];
  /** The largest first. */
  readonly names: readonly string[];
}

interface SeriesBarsInput {
  readonly series: Series;
  /** The same without a dimension: the API's total of each bar. */
  readonly totals: Series | undefined;
  /** What is still to come of the month, where the period goes on until now. */
  readonly projection: Projection | undefined;
  readonly by: SeriesBy;
  readonly interval: Interval;
  readonly timeZone: string;
}

/** By what is drawn of each name, for the order of drawing alone. */
function byHeight(pieces: Iterable<Piece>): readonly string[] {
  const heights = new Map<string, number>();
  for (const { name, usd, isRest } of pieces) if (!isRest) heights.set(name, (heights.get(name) ?? 0) + Number(usd));
  return [...heights.entries()].toSorted(([, one], [, other]) => other - one).map(([name]) => name);
}

/** Days that are wholly to come; what is left of today would stand beside today's own bar. */
function expected({ projection, timeZone }: SeriesBarsInput, lastTime: string): readonly Bar[] {
  const days = projection?.forecast.data.filter(({ time }) => Date.parse(time) > Date.parse(lastTime)) ?? [];
  return days.map(({ time, cost_usd: usd }) => ({
    name: date(time, timeZone),
    pieces: [{ name: 'expected', usd, isRest: true }],
    totalUsd: usd,
    isProjected: true,
  }));
}

export function seriesBars(input: SeriesBarsInput): Drawn {
  const { series, totals, by, interval, timeZone } = input;
  const pieces = new Map<string, Piece[]>();
  for (const point of series.data) {
    const isRest = point.rest === true;
    const name = isRest ? 'other' : (point[by] ?? `no ${by}`);
    const all = pieces.get(point.time) ?? [];
    pieces.set(point.time, all);
    if (point.cost_usd !== '0') all.push({ name, usd: point.cost_usd, isRest });
  }
  const totalOf = new Map(totals?.data.map(({ time, cost_usd: usd }) => [time, usd]));
  const times = [...pieces.keys()];
  const bars = times.map((time) => ({
    name: interval === 'hour' ? timeOfDay(time, timeZone) : date(time, timeZone),
    pieces: pieces.get(time) ?? [],
    totalUsd: totalOf.get(time),
  }));
  const ahead = interval === 'day' && times.length > 1 ? expected(input, times.at(-1) ?? '') : [];
  return { times, bars: [...bars, ...ahead], names: byHeight([...pieces.values()].flat()) };
}
