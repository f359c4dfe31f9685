import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { usePeriod } from '../../app/use-period.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Money } from '../../components/money.tsx';
import { ZonePicker } from '../../components/period-picker.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { CreditsFrame } from './credits-frame.tsx';
import styles from './credits-page.module.css';
import { kindNames, type Statement, statementQuery } from './credits.ts';
import { monthText, StatementFiles } from './statement-files.tsx';

interface PartProps {
  readonly statement: Statement;
  readonly timeZone: string;
}

interface Line {
  readonly name: string;
  readonly kind: Statement['movements'][number]['kind'] | null;
  readonly entries: number | null;
  readonly amount: string;
}

/** From the balance at one end to that at the other. */
function Sums({ statement }: PartProps) {
  const { movements, is_over: isOver } = statement;
  const lines: Line[] = [
    { name: 'Opening balance', kind: null, entries: null, amount: statement.opening_balance_usd },
    ...movements.map(({ kind, entries, amount_usd: amount }) => ({ name: kindNames[kind], kind, entries, amount })),
  ];
  // The last day of the month: its end is the first instant of the next one.
  const period = { from: `${statement.month}-01`, to: statement.days.at(-1)?.date ?? `${statement.month}-28` };
  return (
    <Card title="Sums">
      <DataTable
        caption="Opening balance, movements and closing balance"
        rows={lines}
        keyOf={({ name }) => name}
        empty=""
        columns={[
          {
            name: 'What',
            cell: ({ name, kind }) =>
              kind === null ? (
                name
              ) : (
                <Link to="/credits/ledger" search={{ kind, ...period }}>
                  {name}
                </Link>
              ),
            total: isOver ? 'Closing balance' : 'Balance so far',
          },
          { name: 'Movements', cell: ({ entries }) => entries ?? '', isFigure: true },
          {
            name: 'Amount',
            cell: ({ amount }) => <Money usd={amount} />,
            isFigure: true,
            total: <Money usd={statement.closing_balance_usd} />,
          },
        ]}
      />
    </Card>
  );
}

/** What no usage brought about, each by itself. */
function Credits({ statement, timeZone }: PartProps) {
  return (
    <Card title="Credit that came and went">
      <DataTable
        caption="Movements that no usage brought about"
        rows={statement.credits}
        keyOf={({ id }) => id}
        empty="None in this month."
        columns={[
          { name: 'Time', cell: ({ time }) => <Time time={time} timeZone={timeZone} />, isExtra: true },
          {
            name: 'What',
            cell: ({ kind, reference, reason }) => (
              <div className={styles['source']}>
                {kindNames[kind]}
                {reference === null ? null : <span>{reference}</span>}
                {reason === null ? null : <span className={styles['quiet']}>{reason}</span>}
              </div>
            ),
          },
          { name: 'Amount', cell: ({ amount_usd: amount }) => <Money usd={amount} />, isFigure: true },
          { name: 'Balance after', cell: ({ balance_usd: after }) => <Money usd={after} />, isFigure: true },
        ]}
      />
      {statement.has_more_credits ? <p>There are more; the CSV has all of them.</p> : null}
    </Card>
  );
}

function Usage({ statement }: PartProps) {
  return (
    <Card title="Usage by team, agent and model">
      <DataTable
        caption="Usage by team, agent and model"
        rows={statement.usage}
        keyOf={({ team, agent, provider, model }) => [team, agent, provider, model].join(' ')}
        empty="No usage was paid from credit in this month."
        columns={[
          {
            name: 'Agent',
            cell: ({ agent }) => (agent === null ? 'no agent' : <EntityLink kind="agent" id={agent} />),
          },
          { name: 'Team', cell: ({ team }) => team ?? '', isExtra: true },
          {
            name: 'Model',
            cell: ({ provider, model }) =>
              model === null ? '' : <EntityLink kind="model" id={provider === null ? model : `${provider}/${model}`} />,
          },
          { name: 'Movements', cell: ({ entries }) => entries, isFigure: true, isExtra: true },
          { name: 'Amount', cell: ({ amount_usd: amount }) => <Money usd={amount} />, isFigure: true },
        ]}
      />
    </Card>
  );
}

/** A month of the wallet: what it opened with, what moved, what it closed with. */
export function StatementPage() {
  const { month } = useParams({ from: '/signed-in/credits/statements/$month' });
  const { timeZone } = usePeriod();
  const query = useQuery(statementQuery(month, timeZone));
  return (
    <CreditsFrame controls={<ZonePicker />}>
      <Loaded query={query} height={480}>
        {(statement) => (
          <div className={styles['stack']}>
            <div className={styles['controls']}>
              <h2>{monthText(month)}</h2>
              <StatementFiles month={month} timeZone={timeZone} />
            </div>
            <div className={styles['columns']}>
              <Sums statement={statement} timeZone={timeZone} />
              <Credits statement={statement} timeZone={timeZone} />
            </div>
            <Usage statement={statement} timeZone={timeZone} />
          </div>
        )}
      </Loaded>
    </CreditsFrame>
  );
}
