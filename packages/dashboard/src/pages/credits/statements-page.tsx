import { Link } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { ZonePicker } from '../../components/period-picker.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { CreditsFrame } from './credits-frame.tsx';
import { statementsQuery } from './credits.ts';
import { monthText, StatementFiles } from './statement-files.tsx';

/** The months of the wallet. */
export function StatementsPage() {
  const { timeZone } = usePeriod();
  const { query, more } = useList(statementsQuery(timeZone));
  return (
    <CreditsFrame controls={<ZonePicker />}>
      <Card title="Statements">
        <Loaded query={query} height={320}>
          {(months) => (
            <DataTable
              caption="Statements by month"
              rows={months}
              keyOf={({ month }) => month}
              more={more}
              empty={
                <EmptyState title="No month yet">
                  Each month from the first credit on stands here, with its balance at both ends.
                </EmptyState>
              }
              columns={[
                {
                  name: 'Month',
                  cell: ({ month, is_over: isOver }) => (
                    <>
                      <Link to="/credits/statements/$month" params={{ month }}>
                        {monthText(month)}
                      </Link>
                      {isOver ? '' : ' so far'}
                    </>
                  ),
                },
                { name: 'Opening balance', cell: (one) => <Money usd={one.opening_balance_usd} />, isFigure: true },
                { name: 'Closing balance', cell: (one) => <Money usd={one.closing_balance_usd} />, isFigure: true },
                {
                  name: 'Files',
                  cell: ({ month }) => <StatementFiles month={month} timeZone={timeZone} />,
                  isExtra: true,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </CreditsFrame>
  );
}
