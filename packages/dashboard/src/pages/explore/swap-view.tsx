import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ComboboxField } from '../../components/combobox-field.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Field } from '../../components/field.tsx';
import { Figure, Figures } from '../../components/figures.tsx';
import { Money } from '../../components/money.tsx';
import { Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { swapQuery, valuesQuery, type Swap } from './explore.ts';
import styles from './spend-view.module.css';
import { useExplore } from './use-explore.ts';

function Result({ swap }: { readonly swap: Swap }) {
  const { difference_usd: difference } = swap;
  const isLess = difference.startsWith('-');
  return (
    <>
      <Figures>
        <Figure
          name={`At the price of ${swap.from_model}`}
          value={<Money usd={swap.cost_usd} />}
          note={`${count(swap.records)} records, ${count(swap.tokens)} tokens`}
        />
        <Figure name={`At the price of ${swap.to_model}`} value={<Money usd={swap.swapped_cost_usd} />} />
        <Figure
          name="Difference"
          value={<Money usd={difference} />}
          note={isLess ? 'it would have cost less' : 'it would have cost no less'}
        />
      </Figures>
      <p>{swap.note}</p>
      {swap.left_out.length === 0 ? null : (
        <Card title="Left out of both">
          <DataTable
            caption="What could not be compared"
            columns={[
              {
                name: 'Why',
                cell: ({ reason, bucket }) => `${reason.replaceAll('_', ' ')}${bucket === null ? '' : `: ${bucket}`}`,
              },
              { name: 'Records', isFigure: true, cell: ({ records }) => count(records) },
              { name: 'Tokens', isFigure: true, isExtra: true, cell: ({ tokens }) => count(tokens) },
              { name: 'Cost', isFigure: true, cell: ({ cost_usd: usd }) => <Money usd={usd} /> },
            ]}
            rows={swap.left_out}
            keyOf={({ reason, bucket }) => `${reason} ${bucket}`}
            empty=""
          />
        </Card>
      )}
    </>
  );
}

function Compared({ from, to }: { readonly from: string; readonly to: string }) {
  const { period } = useExplore();
  const query = useQuery(swapQuery({ ...period, from_model: from, to_model: to }));
  // What is wrong with a model is said at its field.
  if (query.error instanceof ApiError && query.error.field !== null) return null;
  return (
    <Loaded query={query} height={120}>
      {(swap) => <Result swap={swap} />}
    </Loaded>
  );
}

/** Raised by the API at one of the two fields: the text for it. */
function useProblems(from: string | undefined, to: string | undefined): (field: string) => string | null {
  const { period } = useExplore();
  const { error } = useQuery({
    ...swapQuery({ ...period, from_model: from ?? '', to_model: to ?? '' }),
    enabled: from !== undefined && to !== undefined,
  });
  return (field) => (error instanceof ApiError && error.field === field ? error.detail : null);
}

/** The tokens of one model at the price of another. */
export function SwapView() {
  const { search, period, change } = useExplore();
  const { from_model: from, to_model: to } = search;
  const { data: models = [] } = useQuery(valuesQuery('model', period));
  const [picked, pick] = useState<string | null>(from ?? null);
  const problemOf = useProblems(from, to);
  const compare = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const other = new FormData(event.currentTarget).get('to_model');
    if (picked !== null && typeof other === 'string') change({ from_model: picked, to_model: other.trim() });
  };
  return (
    <div className={styles['view']}>
      <Card title="The same tokens at another price">
        <form className={styles['controls']} onSubmit={compare}>
          <div className={styles['wide']}>
            <ComboboxField
              label="Tokens of"
              names={models.filter((model) => model !== '')}
              value={picked}
              onValue={pick}
              placeholder="A model that was used"
              problem={problemOf('from_model')}
            />
          </div>
          <div className={styles['wide']}>
            <Field
              label="At the price of"
              name="to_model"
              required
              defaultValue={to}
              placeholder="openai/gpt-4o-mini"
              problem={problemOf('to_model')}
            />
          </div>
          <Button kind="main" type="submit" disabled={picked === null}>
            Compare
          </Button>
        </form>
      </Card>
      {from === undefined || to === undefined ? (
        <p className={styles['note']}>
          It compares prices, not answers: another model may need more tokens for the same work, or do it worse.
        </p>
      ) : (
        <Compared from={from} to={to} />
      )}
    </div>
  );
}
