import { useNavigate, useSearch } from '@tanstack/react-router';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Field } from '../../components/field.tsx';
import { Money } from '../../components/money.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { CreditsFrame } from './credits-frame.tsx';
import styles from './credits-page.module.css';
import { type Entry, kindNames, type LedgerFilter, ledgerQuery } from './credits.ts';
import { DrawnFrom, EntryCause } from './entry-cells.tsx';
import type { LedgerSearch } from './search.ts';

const anyKind = { value: '', name: 'Every kind' } as const;
const kinds = [anyKind, ...Object.entries(kindNames).map(([value, name]) => ({ value, name }))];

interface FiltersProps {
  readonly search: LedgerSearch;
  readonly onChange: (search: LedgerSearch) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const { kind = '', reference = '', lot, agent, run } = search;
  const isFiltered = kind !== '' || reference !== '' || lot !== undefined || agent !== undefined || run !== undefined;
  return (
    <form
      className={styles['filters']}
      aria-label="Filters"
      onSubmit={(event) => {
        event.preventDefault();
        const asked = new FormData(event.currentTarget).get('reference');
        onChange({ ...search, reference: typeof asked === 'string' && asked !== '' ? asked : undefined });
      }}
    >
      <SelectField
        label="Kind"
        value={kind}
        options={kinds}
        onValue={(value) => onChange({ ...search, kind: value === '' ? undefined : (value as Entry['kind']) })}
      />
      <Field key={reference} label="Reference, exactly" name="reference" type="search" defaultValue={reference} />
      {isFiltered ? (
        <div>
          <Button kind="quiet" onClick={() => onChange({})}>
            Without filters
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function what({ lot, agent, run }: LedgerSearch): string {
  if (lot !== undefined) return `Movements of the lot ${lot.slice(0, 8)}`;
  if (run !== undefined) return `Movements of the run ${run}`;
  return agent === undefined ? 'Movements' : `Movements of ${agent}`;
}

function Amount({ amount_usd: amount }: Entry) {
  return (
    <span className={amount.startsWith('-') ? styles['taken'] : styles['given']}>
      {amount.startsWith('-') ? '' : '+'}
      <Money usd={amount} />
    </span>
  );
}

/** Every change of the wallet, newest first, with the balance after it and what it took from which lot. */
export function LedgerPage() {
  const { kind, lot, reference, agent, run } = useSearch({ from: '/signed-in/credits/ledger' });
  const navigate = useNavigate({ from: '/credits/ledger' });
  const { query: period, timeZone } = usePeriod();
  const filters = { kind, lot, reference, agent, run };
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as LedgerFilter;
  const { query, more } = useList(ledgerQuery({ ...period, ...given }));
  const none = { kind: undefined, lot: undefined, reference: undefined, agent: undefined, run: undefined };
  return (
    <CreditsFrame controls={<PeriodPicker />}>
      <Filters
        search={filters}
        onChange={(next) => void navigate({ search: (now) => ({ ...now, ...none, ...next }) })}
      />
      <Card title={what(filters)}>
        <Loaded query={query} height={480}>
          {(entries) => (
            <DataTable
              caption="Movements of the wallet"
              rows={entries}
              keyOf={({ id }) => id}
              more={more}
              empty={
                <EmptyState title="Nothing moved in this period">
                  Purchases, grants and what usage takes stand here, each with the balance after it.
                </EmptyState>
              }
              columns={[
                { name: 'Time', cell: ({ time }) => <Time time={time} timeZone={timeZone} />, isExtra: true },
                { name: 'What', cell: (entry) => <EntryCause entry={entry} timeZone={timeZone} /> },
                { name: 'Amount', cell: Amount, isFigure: true },
                { name: 'Balance after', cell: ({ balance_usd: after }) => <Money usd={after} />, isFigure: true },
                {
                  name: 'Of the lots',
                  cell: (entry) => (
                    <DrawnFrom
                      entry={entry}
                      onLot={(id) => void navigate({ search: (now) => ({ ...now, lot: id }) })}
                    />
                  ),
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
