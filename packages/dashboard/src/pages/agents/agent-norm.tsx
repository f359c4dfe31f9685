import { useQuery } from '@tanstack/react-query';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import styles from './agent-page.module.css';
import { normQuery, rulesQuery, type Norms, type Rules } from './agents.ts';

type Series = NonNullable<Norms['charges']> & { readonly series: string };

function seriesOf({ charges, runs, series }: Norms): readonly Series[] {
  return [
    ...(charges === null ? [] : [{ ...charges, series: 'a charge' }]),
    ...(runs === null ? [] : [{ ...runs, series: 'a run' }]),
    ...series.map((one) => ({ ...one, series: `a charge of ${one.series}` })),
  ];
}

function NormTable({ norms }: { readonly norms: Norms }) {
  return (
    <DataTable
      caption="What is usual for it"
      rows={seriesOf(norms)}
      keyOf={({ series }) => series}
      empty="Nothing was charged yet: what is usual is learnt from its charges."
      columns={[
        { name: 'Of', cell: ({ series }) => series },
        {
          name: 'Usual',
          isFigure: true,
          cell: ({ cost_usd: cost }) => (cost === null ? '–' : <Money usd={cost.median} />),
        },
        {
          name: '19 of 20 below',
          isFigure: true,
          isExtra: true,
          cell: ({ cost_usd: cost }) => (cost === null ? '–' : <Money usd={cost.p95} />),
        },
        { name: 'Compared with', isFigure: true, cell: ({ norm_usd: usd }) => <Money usd={usd} /> },
        { name: 'Seen', isFigure: true, isExtra: true, cell: ({ count: seen }) => count(seen) },
      ]}
    />
  );
}

type RuleName = keyof Rules['rules'];

const ruleTexts: { readonly [name in RuleName]: (rules: Rules['rules']) => readonly [string, string] } = {
  enabled: ({ enabled }) => ['Watched', enabled ? 'yes' : 'no'],
  factor: ({ factor }) => ['Out of character', `from ${factor} times the norm on`],
  min_charges: ({ min_charges: least }) => ['Norm of charges', `after ${least}`],
  min_runs: ({ min_runs: least }) => ['Norm of runs', `after ${least}`],
  min_amount_usd: ({ min_amount_usd: least }) => ['Told of', `from ${money(least)} on`],
  loop_requests: ({ loop_requests: most }) => ['A loop', `${most} identical requests`],
  loop_window_seconds: ({ loop_window_seconds: seconds }) => ['within', `${seconds} seconds`],
  pause: ({ pause }) => ['Then', pause ? 'it is paused until somebody resumes it' : 'an alert is raised'],
};

function RuleFacts({ rules: { rules, own } }: { readonly rules: Rules }) {
  return (
    <Facts
      facts={Object.entries(ruleTexts).map(([name, textOf]) => {
        const [title, text] = textOf(rules);
        const isOwn = own[name as RuleName] !== undefined;
        return [
          title,
          <span key={name}>
            {text} {isOwn ? <Chip tone="accent">its own</Chip> : null}
          </span>,
        ] as const;
      })}
    />
  );
}

/** What is usual for it, and when something is out of character. */
export function AgentNorm({ id, onEdit }: { readonly id: string; readonly onEdit?: () => void }) {
  const norms = useQuery(normQuery(id));
  const rules = useQuery(rulesQuery(id));
  return (
    <Card
      title="What is usual"
      actions={onEdit === undefined ? null : <Button onClick={onEdit}>Change its rules</Button>}
    >
      <div className={styles['list']}>
        <Loaded query={norms} height={100}>
          {(known) => <NormTable norms={known} />}
        </Loaded>
        <Loaded query={rules} height={160}>
          {(known) => <RuleFacts rules={known} />}
        </Loaded>
      </div>
    </Card>
  );
}
