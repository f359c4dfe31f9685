import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { dayIn, daysAfter } from '../../app/period.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { StackedBars, type Bar } from '../../components/stacked-bars.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { projectionQuery, seriesDimensions, seriesQuery, type SeriesBy } from './overview.ts';
import { seriesBars } from './series-bars.ts';

interface DailySpendProps {
  readonly by: SeriesBy;
  readonly onBy: (by: SeriesBy) => void;
}

/** Spend over the period, stacked by what one asks for; what is still to come of the month is dashed. */
export function DailySpend({ by, onBy }: DailySpendProps) {
  const { query: period, timeZone } = usePeriod();
  const navigate = useNavigate();
  const isOneDay = daysAfter(period.from, 1) === (period.to ?? daysAfter(dayIn(Date.now(), timeZone), 1));
  const interval = isOneDay ? 'hour' : 'day';
  const query = useQuery(seriesQuery(period, interval, by));
  const { data: totals } = useQuery(seriesQuery(period, interval));
  const { data: projection } = useQuery(projectionQuery(timeZone));
  const picker = (
    <SelectField
      label="Stacked by"
      isLabelHidden
      options={seriesDimensions.map((value) => ({ value, name: `by ${value}` }))}
      value={by}
      onValue={onBy}
    />
  );
  return (
    <Card title={isOneDay ? 'Spend by the hour' : 'Daily spend'} actions={picker}>
      <Loaded query={query} height={270}>
        {(series) => {
          const ahead = period.to === undefined ? projection : undefined;
          const drawn = seriesBars({ series, totals, projection: ahead, by, interval, timeZone });
          const pick = (bar: Bar): void => {
            const day = dayIn(Date.parse(drawn.times[drawn.bars.indexOf(bar)] ?? ''), timeZone);
            const to: string = '/explore';
            void navigate({ to, search: (kept: object) => ({ ...kept, period: undefined, from: day, to: day, by }) });
          };
          return drawn.names.length === 0 ? (
            <EmptyState title="Nothing was spent in this period.">
              What is spent will stand here, day by day.
            </EmptyState>
          ) : (
            <StackedBars
              title={`${isOneDay ? 'Spend by the hour' : 'Daily spend'} by ${by}`}
              dimension={by}
              bars={drawn.bars}
              names={drawn.names}
              onPick={(bar) => (bar.isProjected === true ? undefined : pick(bar))}
            />
          );
        }}
      </Loaded>
    </Card>
  );
}
