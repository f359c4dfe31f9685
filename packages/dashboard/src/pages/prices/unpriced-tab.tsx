import { useQuery } from '@tanstack/react-query';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import styles from './prices-page.module.css';
import { unpricedQuery } from './prices.ts';

/** Models whose usage has no cost, or whose calls were refused since nobody knew what they would cost. */
export function UnpricedTab({ onSet }: { readonly onSet: ((name: string) => void) | null }) {
  const { query: period } = usePeriod();
  const query = useQuery(unpricedQuery(period));
  return (
    <Card title="Used or refused without a price" actions={<PeriodPicker />}>
      <p className={styles['quiet']}>
        Usage without a price counts tokens and no money, so budgets in USD do not see it: under a hard limit such calls
        are refused. A price that you set now holds from the next call on; what was used before keeps no cost.
      </p>
      <Loaded query={query} height={240}>
        {({ data }) => (
          <DataTable
            caption="Models without a price"
            rows={data}
            keyOf={({ provider, model }) => `${provider}/${model}`}
            empty={
              <EmptyState title="Every model has a price">Nothing was used without one in this period.</EmptyState>
            }
            columns={[
              {
                name: 'Model',
                cell: ({ provider, model }) =>
                  model === null ? (
                    'no model'
                  ) : (
                    <EntityLink kind="model" id={provider === null ? model : `${provider}/${model}`} />
                  ),
              },
              { name: 'Calls without a cost', cell: ({ records }) => count(records), isFigure: true },
              { name: 'Tokens in', cell: ({ input_tokens: tokens }) => count(tokens), isFigure: true, isExtra: true },
              { name: 'Tokens out', cell: ({ output_tokens: tokens }) => count(tokens), isFigure: true, isExtra: true },
              { name: 'Refused', cell: ({ refused }) => count(refused), isFigure: true },
              {
                name: 'Price now',
                cell: ({ provider, model, priced }) => {
                  if (priced) return <Chip tone="good">has one</Chip>;
                  if (onSet === null || provider === null || model === null) return <Chip tone="soon">none</Chip>;
                  return (
                    <Button
                      kind="quiet"
                      aria-label={`Set a price for ${provider}/${model}`}
                      onClick={() => onSet(`${provider}/${model}`)}
                    >
                      Set a price
                    </Button>
                  );
                },
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
