import { useQuery } from '@tanstack/react-query';
import { Card } from '../../components/card.tsx';
import { StackedBars, type Bar } from '../../components/stacked-bars.tsx';
import { Loaded } from '../../components/states.tsx';
import { date } from '../../format/time.ts';
import { dailyQuery, type SeriesBy, type SeriesPoint } from './overview.ts';

function nameOf(point: SeriesPoint, by: SeriesBy): string {
  if (point.rest === true) return 'other';
  return point[by] ?? `no ${by}`;
}

/** The points of a series as bars, one for each day. */
function barsOf(points: readonly SeriesPoint[], by: SeriesBy, timeZone: string): { bars: Bar[]; names: string[] } {
  const days = new Map<string, Bar & { pieces: Bar['pieces'][number][] }>();
  const names: string[] = [];
  for (const point of points) {
    const name = nameOf(point, by);
    const isRest = point.rest === true;
    const bar = days.get(point.time) ?? { name: date(point.time, timeZone), pieces: [] };
    days.set(point.time, bar);
    if (Number(point.cost_usd) === 0) continue;
    bar.pieces.push({ name, usd: point.cost_usd, isRest });
    if (!isRest && !names.includes(name)) names.push(name);
  }
  return { bars: [...days.values()], names };
}

interface DailySpendProps {
  readonly period: { readonly from: string; readonly timezone: string };
  readonly by: SeriesBy;
  readonly onBy: (by: SeriesBy) => void;
}

export function DailySpend({ period, by, onBy }: DailySpendProps) {
  const query = useQuery(dailyQuery(period, by));
  const picker = (
    <label>
      Stacked by{' '}
      <select value={by} onChange={(event) => onBy(event.target.value as SeriesBy)}>
        <option value="agent">agent</option>
        <option value="model">model</option>
      </select>
    </label>
  );
  return (
    <Card title="Daily spend" actions={picker}>
      <Loaded query={query} height={240}>
        {({ data }) => (
          <StackedBars title={`Daily spend by ${by}`} dimension={by} {...barsOf(data, by, period.timezone)} />
        )}
      </Loaded>
    </Card>
  );
}
