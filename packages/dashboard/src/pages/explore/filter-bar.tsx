import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { ComboboxManyField } from '../../components/combobox-field.tsx';
import { Field } from '../../components/field.tsx';
import popup from '../../components/popup.module.css';
import { SelectField } from '../../components/select-field.tsx';
import { valuesQuery } from './explore.ts';
import styles from './filter-bar.module.css';
import { dimensions, labelText, valuesOf, type Dimension } from './search.ts';
import { useExplore } from './use-explore.ts';

interface ValuesProps {
  readonly dimension: Dimension;
}

function joined(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}

/** Values that the period knows; "no team" stands for the empty one. */
function KnownValues({ dimension }: ValuesProps) {
  const { search, period, change } = useExplore();
  const { data = [] } = useQuery(valuesQuery(dimension, period));
  const chosen = valuesOf(search[dimension]);
  const named = new Map([...data, ...chosen].map((value) => [labelText(dimension, value), value]));
  return (
    <ComboboxManyField
      label="Any of"
      names={[...named.keys()]}
      values={chosen.map((value) => labelText(dimension, value))}
      onValues={(names) => change({ [dimension]: joined(names.map((name) => named.get(name) ?? name)) })}
      placeholder="Type a part of the name"
    />
  );
}

/** Runs are too many to choose from. */
function RunValue() {
  const { search, change } = useExplore();
  const add = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const run = new FormData(event.currentTarget).get('run');
    if (typeof run !== 'string' || run.trim() === '') return;
    change({ run: joined([...valuesOf(search.run), run.trim()]) });
    event.currentTarget.reset();
  };
  return (
    <form onSubmit={add} className={styles['run']}>
      <Field label="Run" name="run" required pattern="[A-Za-z0-9_][A-Za-z0-9._:@\/+~=\-]*" />
      <Button type="submit">Add</Button>
    </form>
  );
}

function AddFilter() {
  const [dimension, setDimension] = useState<Dimension>('agent');
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button />}>Add a filter</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popup['positioner']} sideOffset={4} align="start">
          <Popover.Popup className={`${popup['popup']} ${styles['add']}`} aria-label="Add a filter">
            <SelectField
              label="Only of one"
              options={dimensions.map((value) => ({ value, name: value }))}
              value={dimension}
              onValue={setDimension}
            />
            {dimension === 'run' ? <RunValue /> : <KnownValues key={dimension} dimension={dimension} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What is looked at, as chips that can be taken off; it stays while one goes from view to view. */
export function FilterBar() {
  const { search, change } = useExplore();
  const active = dimensions.filter((dimension) => search[dimension] !== undefined);
  return (
    <div className={styles['bar']} role="group" aria-label="Filters">
      {active.flatMap((dimension) => {
        const values = valuesOf(search[dimension]);
        return values.map((value) => {
          const text = labelText(dimension, value);
          return (
            <span key={`${dimension} ${value}`} className={styles['chip']}>
              <small>{dimension}</small> {text}
              <button
                type="button"
                aria-label={`Without ${dimension} ${text}`}
                onClick={() => change({ [dimension]: joined(values.filter((one) => one !== value)) })}
              >
                ×
              </button>
            </span>
          );
        });
      })}
      <AddFilter />
      {active.length < 2 ? null : (
        <Button
          kind="quiet"
          onClick={() => change(Object.fromEntries(active.map((dimension) => [dimension, undefined])))}
        >
          Clear all
        </Button>
      )}
    </div>
  );
}
