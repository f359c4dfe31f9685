import { useQuery } from '@tanstack/react-query';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { fullDate } from '../../format/time.ts';
import { bookAboutQuery, type BookPrice, bookQuery } from './prices.ts';
import styles from './prices-page.module.css';
import { Rate } from './rate.tsx';

interface FiltersProps {
  readonly provider: string;
  readonly part: string;
  readonly onFilter: (filter: { readonly provider?: string | undefined; readonly q?: string | undefined }) => void;
}

function Filters({ provider, part, onFilter }: FiltersProps) {
  const { data: about } = useQuery(bookAboutQuery);
  const providers = about?.providers ?? [];
  return (
    <form
      className={styles['filters']}
      role="search"
      aria-label="Models of the price book"
      onSubmit={(event) => {
        event.preventDefault();
        const q = new FormData(event.currentTarget).get('q');
        onFilter({ q: typeof q === 'string' && q !== '' ? q : undefined });
      }}
    >
      <Field key={part} label="A part of the name" name="q" type="search" defaultValue={part} />
      <SelectField
        label="Provider"
        value={provider}
        options={[
          { value: '', name: 'Every provider' },
          ...providers.map(({ provider: id, models }) => ({ value: id, name: `${id} (${models})` })),
        ]}
        onValue={(value) => onFilter({ provider: value === '' ? undefined : value })}
      />
      <div>
        <Button type="submit">Find</Button>
      </div>
    </form>
  );
}

/** What stands beside the rates of a model: that it has more of them, or that other terms hold at other times. */
function More({ price, timeZone }: { readonly price: BookPrice; readonly timeZone: string }) {
  const { context_tiers: tiers, service_tiers: own, service_tier_multipliers: general, daily_hours: hours } = price;
  const services = Object.keys(own).length + Object.keys(general).length;
  return (
    <span className={styles['controls']}>
      {price.overridden ? <Chip tone="accent">own price</Chip> : null}
      {tiers.length > 0 ? <Chip>long prompts</Chip> : null}
      {services > 0 ? <Chip>{services} service tiers</Chip> : null}
      {hours === null ? null : (
        <Chip>
          {hours.from}–{hours.to} UTC
        </Chip>
      )}
      {price.effective_from === null ? null : (
        <span className={styles['quiet']}>since {fullDate(price.effective_from, timeZone)}</span>
      )}
      {price.effective_until === null ? null : (
        <span className={styles['quiet']}>until {fullDate(price.effective_until, timeZone)}</span>
      )}
    </span>
  );
}

interface BookTabProps extends FiltersProps {
  readonly onModel: (model: string) => void;
}

/** What comes along: the prices of everybody who set none of their own. */
export function BookTab({ provider, part, onFilter, onModel }: BookTabProps) {
  const { timeZone } = usePeriod();
  const filter = { ...(provider === '' ? {} : { provider }), ...(part === '' ? {} : { search: part }) };
  const { query, more } = useList(bookQuery(filter));
  const { data: about } = useQuery(bookAboutQuery);
  const rate = (name: string, key: 'input' | 'output' | 'cache_read' | 'cache_write', isExtra = false) => ({
    name,
    cell: (price: BookPrice) => <Rate usd={price[`${key}_usd_per_mtok`]} />,
    isFigure: true,
    isExtra,
  });
  return (
    <Card title="USD per million tokens" actions={<span className={styles['quiet']}>{about?.version}</span>}>
      <Filters provider={provider} part={part} onFilter={onFilter} />
      <Loaded query={query} height={480}>
        {(prices) => (
          <DataTable
            caption="The price book"
            rows={prices}
            keyOf={({ provider: of, model }) => `${of}/${model}`}
            more={more}
            empty={<EmptyState title="No model of that name">Set a price of your own for it.</EmptyState>}
            columns={[
              {
                name: 'Model',
                cell: ({ provider: of, model }) => (
                  <button type="button" className={styles['model']} onClick={() => onModel(`${of}/${model}`)}>
                    {of}/{model}
                  </button>
                ),
              },
              rate('Input', 'input'),
              rate('Output', 'output'),
              rate('Cache read', 'cache_read', true),
              rate('Cache write', 'cache_write', true),
              { name: 'Besides', cell: (price) => <More price={price} timeZone={timeZone} />, isExtra: true },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
