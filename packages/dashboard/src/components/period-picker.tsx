import { Popover } from '@base-ui/react/popover';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import {
  dayIn,
  daysAfter,
  defaultPeriod,
  ownZone,
  periodNames,
  periods,
  periodText,
  zoneOf,
  type Period,
  type PeriodSearch,
} from '../app/period.ts';
import { Button } from './button.tsx';
import { ComboboxField } from './combobox-field.tsx';
import { Field } from './field.tsx';
import styles from './period-picker.module.css';
import popup from './popup.module.css';
import { SelectField } from './select-field.tsx';

type Change = (search: PeriodSearch) => void;

interface PartProps {
  readonly search: PeriodSearch;
  readonly onChange: Change;
}

function withPeriod({ from: _from, to: _to, period: _period, ...kept }: PeriodSearch, period: Period): PeriodSearch {
  return period === defaultPeriod ? kept : { ...kept, period };
}

/** Days of one's own choice. */
function OwnDays({ search, onChange }: PartProps) {
  const [isOpen, setOpen] = useState(false);
  const today = dayIn(Date.now(), zoneOf(search));
  const [problem, setProblem] = useState<string | null>(null);
  const apply = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [from, to] = [data.get('from'), data.get('to')];
    if (typeof from !== 'string' || typeof to !== 'string') return;
    if (from > to) {
      setProblem('It ends before it begins.');
      return;
    }
    const { period: _period, ...kept } = search;
    setProblem(null);
    setOpen(false);
    onChange({ ...kept, from, to });
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={<Button />}>
        {search.from === undefined ? 'From … to' : periodText(search)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popup['positioner']} sideOffset={4} align="end">
          <Popover.Popup className={popup['popup']} aria-label="Days of your choice">
            <form className={styles['days']} onSubmit={apply}>
              <Field
                label="From"
                name="from"
                type="date"
                max={today}
                required
                defaultValue={search.from ?? daysAfter(today, -6)}
              />
              <Field
                label="To, included"
                name="to"
                type="date"
                max={today}
                required
                problem={problem}
                defaultValue={search.to ?? today}
              />
              <Button kind="main" type="submit">
                Show
              </Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const zones = (): readonly string[] => [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

function Zone({ search, onChange }: PartProps) {
  const zone = zoneOf(search);
  const pick = (next: string | null): void => {
    const { zone: _zone, ...kept } = search;
    onChange(next === null || next === ownZone ? kept : { ...kept, zone: next });
  };
  return (
    <div className={styles['zone']} title={zone === ownZone ? `${zone}, your own zone` : zone}>
      <ComboboxField label="Zone" isLabelHidden names={zones()} value={zone} onValue={pick} />
    </div>
  );
}

/** The zone alone, for pages whose periods are months. */
export function ZonePicker() {
  const search = useSearch({ from: '/signed-in' });
  const navigate = useNavigate();
  const change: Change = (next) =>
    void navigate({ to: '.', search: (now: object) => ({ ...now, zone: undefined, ...next }) });
  return <Zone search={search} onChange={change} />;
}

interface PeriodPickerProps {
  /** A page that shows no comparison does not offer one. */
  readonly hasComparison?: boolean;
}

/** The period, the comparison and the zone of a page; they stand in its address, and go along to the next page. */
export function PeriodPicker({ hasComparison = false }: PeriodPickerProps) {
  const search = useSearch({ from: '/signed-in' });
  const navigate = useNavigate();
  const change: Change = (next) => {
    const cleared = { period: undefined, from: undefined, to: undefined, compare: undefined, zone: undefined };
    void navigate({ to: '.', search: (now: object) => ({ ...now, ...cleared, ...next }) });
  };
  const isOwn = search.from !== undefined;
  const presets = periods.map((value) => ({ value, name: periodNames[value] }));
  const { compare: _compare, ...rest } = search;
  return (
    <div className={styles['picker']}>
      <SelectField
        label="Period"
        isLabelHidden
        options={isOwn ? [{ value: 'own', name: 'Own days' }, ...presets] : presets}
        value={isOwn ? 'own' : (search.period ?? defaultPeriod)}
        onValue={(value) => (value === 'own' ? undefined : change(withPeriod(search, value)))}
      />
      <OwnDays key={`${search.from} ${search.to}`} search={search} onChange={change} />
      {hasComparison ? (
        <SelectField
          label="Comparison"
          isLabelHidden
          options={[
            { value: 'previous', name: 'Against the period before' },
            { value: 'none', name: 'No comparison' },
          ]}
          value={search.compare ?? 'previous'}
          onValue={(value) => change(value === 'none' ? { ...rest, compare: 'none' } : rest)}
        />
      ) : null}
      <Zone search={search} onChange={change} />
    </div>
  );
}
