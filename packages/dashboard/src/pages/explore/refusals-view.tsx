import { useQuery } from '@tanstack/react-query';
import { BarList } from '../../components/bar-list.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Figure, Figures } from '../../components/figures.tsx';
import { Money } from '../../components/money.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { fileOf, refusalsAsked, refusalsQuery, type Refusals } from './explore.ts';
import { RowLabel } from './row-label.tsx';
import styles from './spend-view.module.css';
import { useExplore } from './use-explore.ts';

type Row = Refusals['data'][number];
type Kind = 'code' | 'agent' | 'budget' | 'day';

const ways = [
  { value: 'code,agent,budget', name: 'reason, agent and budget' },
  { value: 'budget', name: 'budget' },
  { value: 'agent', name: 'agent' },
  { value: 'code', name: 'reason' },
  { value: 'day', name: 'day' },
  { value: 'day,budget', name: 'day and budget' },
] as const;

/** Codes of the registry of errors as people say them. */
function reasonText(code: string): string {
  return code.replaceAll('_', ' ');
}

/** A run's own cap is no budget; nor is what a pause, a model without a price or an empty wallet refuses. */
function budgetText({ budget, code }: Row): string {
  return budget ?? (code === 'run_cap_exceeded' ? 'the cap of the run' : 'no budget');
}

const columnOf: { readonly [kind in Kind]: Column<Row> } = {
  code: { name: 'Reason', cell: ({ code }) => reasonText(code ?? '') },
  agent: { name: 'Agent', cell: ({ agent }) => <RowLabel dimension="agent" value={agent} /> },
  budget: { name: 'Budget', cell: (row) => budgetText(row) },
  day: { name: 'Day (UTC)', cell: ({ day }) => day },
};

function nameOf(row: Row, kinds: readonly Kind[]): string {
  const texts = { code: reasonText(row.code ?? ''), budget: budgetText(row), agent: row.agent, day: row.day };
  return kinds.map((kind) => texts[kind]).join(' · ');
}

function Rows({ refusals, kinds }: { readonly refusals: Refusals; readonly kinds: readonly Kind[] }) {
  const { data, totals } = refusals;
  return (
    <DataTable
      caption="Refusals, the most frequent first"
      columns={[
        ...kinds.map((kind, index) => ({ ...columnOf[kind], isExtra: index > 1 })),
        { name: 'Refused', isFigure: true, cell: (row) => count(row.count), total: count(totals.count) },
        {
          name: 'Held off',
          isFigure: true,
          cell: (row) => <Money usd={row.required_usd} />,
          total: <Money usd={totals.required_usd} />,
        },
      ]}
      rows={data}
      keyOf={(row) => nameOf(row, kinds)}
      empty="Nothing was refused in this period."
    />
  );
}

/** What was refused: why, whose, by which budget, and what it would have needed. */
export function RefusalsView() {
  const { search, period, filters, change } = useExplore();
  const by = ways.find(({ value }) => value === search.refused_by)?.value ?? ways[0].value;
  const kinds = by.split(',') as Kind[];
  const asked = refusalsAsked({ period, filters }, by);
  const query = useQuery(refusalsQuery(asked));
  const others = Object.keys(filters).filter((dimension) => dimension !== 'agent');
  return (
    <div className={styles['view']}>
      <div className={styles['controls']}>
        <SelectField label="By" options={ways} value={by} onValue={(value) => change({ refused_by: value })} />
        {others.length === 0 ? null : (
          <p>Of the filters, only the one on the agent holds here: a refusal has no {others.join(' or ')} on record.</p>
        )}
      </div>
      <Loaded query={query} height={320}>
        {(refusals) => (
          <>
            <Figures>
              <Figure name="Refused" value={count(refusals.totals.count)} note="calls that were not made" />
              <Figure
                name="Held off"
                value={<Money usd={refusals.totals.required_usd} />}
                note="what they would have needed, at most"
              />
            </Figures>
            {refusals.data.length === 0 ? null : (
              <Card title="Most often">
                <BarList
                  rows={refusals.data.slice(0, 10).map((row) => ({
                    key: nameOf(row, kinds),
                    name: nameOf(row, kinds),
                    value: row.count,
                    figure: count(row.count),
                  }))}
                />
              </Card>
            )}
            <Card
              title="Row by row"
              actions={
                <a href={fileOf('refusals', asked)} download>
                  These rows as CSV
                </a>
              }
            >
              <Rows refusals={refusals} kinds={kinds} />
              <p className={styles['note']}>Refusals are counted by the day in UTC, and not kept one by one.</p>
            </Card>
          </>
        )}
      </Loaded>
    </div>
  );
}
