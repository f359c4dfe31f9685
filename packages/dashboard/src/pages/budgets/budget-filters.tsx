import { useEffect, useState } from 'react';
import { Choice } from '../../components/choice.tsx';
import { CheckField, Field } from '../../components/field.tsx';
import { type BudgetsSearch, type Near, type Per, pers, type Window, windows } from './budgets-search.ts';
import styles from './budgets-page.module.css';

const nearNames: Readonly<Record<Near, string>> = {
  '0.5': 'from 50 % on',
  '0.7': 'from 70 % on',
  '0.9': 'from 90 % on',
  '1': 'used up',
};

const afterTypingMs = 250;

interface FiltersProps {
  readonly search: BudgetsSearch;
  readonly onChange: (next: BudgetsSearch) => void;
}

/** A part of the name, asked for when somebody stops typing. */
function Name({ search, onChange }: FiltersProps) {
  const { name = '' } = search;
  const [typed, type] = useState(name);
  useEffect(() => {
    if (typed === name) return undefined;
    const timer = setTimeout(() => onChange({ name: typed === '' ? undefined : typed }), afterTypingMs);
    return () => clearTimeout(timer);
  });
  return (
    <Field
      label="Name"
      isLabelHidden
      placeholder="Find by name"
      type="search"
      value={typed}
      onChange={(event) => type(event.target.value)}
    />
  );
}

const perNames = Object.fromEntries(pers.map((per) => [per, per === 'org' ? 'the org' : `per ${per}`]));
const windowNames = Object.fromEntries(windows.map((window) => [window, window]));

/** What of the list is shown, and in which order; it stands in the address. */
export function BudgetFilters({ search, onChange }: FiltersProps) {
  return (
    <div className={styles['filters']} role="search" aria-label="Filter budgets">
      <div className={styles['search']}>
        <Name search={search} onChange={onChange} />
      </div>
      <Choice<Near>
        label="Near the limit"
        any="However near"
        value={search.near}
        names={nearNames}
        onValue={(near) => onChange({ near })}
      />
      <Choice<Per>
        label="Counted per"
        any="Per anything"
        value={search.per}
        names={perNames}
        onValue={(per) => onChange({ per })}
      />
      <Choice<Window>
        label="Window"
        any="Any window"
        value={search.window}
        names={windowNames}
        onValue={(window) => onChange({ window })}
      />
      <Choice<'name' | 'newest'>
        label="Order"
        any="Nearest first"
        value={search.sort}
        names={{ name: 'By name', newest: 'Newest first' }}
        onValue={(sort) => onChange({ sort })}
      />
      <CheckField
        label="Holds somebody"
        checked={search.restricted === true}
        onChange={(event) => onChange({ restricted: event.target.checked ? true : undefined })}
      />
    </div>
  );
}
