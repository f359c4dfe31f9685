import { dayIn, daysAfter } from '../../app/period.ts';
import { ChartPlot } from '../../components/chart-plot.tsx';
import { ChartWithTable } from '../../components/chart-with-table.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { count } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import { date } from '../../format/time.ts';
import type { BacktestedBudget } from './budgets.ts';

interface DayProps {
  readonly tested: BacktestedBudget;
  readonly from: string;
  readonly to: string;
}

interface Day {
  readonly name: string;
  readonly calls: number;
  readonly savedUsd: string;
}

/** Every day of the period in the budget's zone, those without a refusal too. */
function daysOf({ tested: { daily, timezone }, from, to }: DayProps): readonly Day[] {
  const refused = new Map(daily.map((one) => [dayIn(Date.parse(one.time), timezone), one]));
  const last = dayIn(Date.parse(to), timezone);
  const days: Day[] = [];
  for (let day = dayIn(Date.parse(from), timezone); day <= last; day = daysAfter(day, 1)) {
    const one = refused.get(day);
    days.push({
      name: date(`${day}T12:00:00Z`, 'UTC'),
      calls: one?.refused_calls ?? 0,
      savedUsd: one?.saved_usd ?? '0',
    });
  }
  return days;
}

/** When it would have refused, day by day. */
export function RefusedDays(props: DayProps) {
  const days = daysOf(props);
  const chart = (
    <ChartPlot
      title="Calls that it would have refused, by day"
      names={days.map(({ name }) => name)}
      top={Math.max(...days.map(({ calls }) => calls))}
      heightPx={80}
      tickText={(value) => (Number.isInteger(value) ? count(value) : '')}
      tell={(index) => {
        const day = days[index];
        return day === undefined ? null : `${day.name}: ${count(day.calls)} refused, ${money(day.savedUsd)}`;
      }}
    >
      {({ top, step }) =>
        days.map(({ name, calls }, index) => {
          const height = (calls / top) * 100;
          const place = { x: index * step + step * 0.12, width: step * 0.76, y: 100 - height, height };
          return <rect key={name} style={{ fill: 'var(--stop)' }} {...place} />;
        })
      }
    </ChartPlot>
  );
  const table = () => (
    <DataTable
      caption="Calls that it would have refused, by day"
      rows={days.filter(({ calls }) => calls > 0)}
      keyOf={({ name }) => name}
      empty="None."
      columns={[
        { name: 'Day', cell: ({ name }) => name },
        { name: 'Refused', cell: ({ calls }) => count(calls), isFigure: true },
        { name: 'Held off', cell: ({ savedUsd }) => money(savedUsd), isFigure: true },
      ]}
    />
  );
  return <ChartWithTable chart={chart} table={table} />;
}
