import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
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
import { Dialog, DialogFoot } from './dialog.tsx';
import { Field } from './field.tsx';
import styles from './period-picker.module.css';
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
    <>
      <Button onClick={() => setOpen(true)}>{search.from === undefined ? 'From … to' : periodText(search)}</Button>
      <Dialog title="Days of your choice" isOpen={isOpen} onClose={() => setOpen(false)}>
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
          <DialogFoot>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button kind="main" type="submit">
              Show
            </Button>
          </DialogFoot>
        </form>
      </Dialog>
    </>
  );
}

const zones = (): readonly string[] => [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

/** The platform's own list of all zones, found by typing: a zone that does not exist changes nothing. */
function Zone({ search, onChange }: PartProps) {
  const zone = zoneOf(search);
  const [typed, setTyped] = useState(zone);
  const listId = useId();
  const all = zones();
  const pick = (next: string): void => {
    setTyped(next);
    if (!all.includes(next) || next === zone) return;
    const { zone: _zone, ...kept } = search;
    onChange(next === ownZone ? kept : { ...kept, zone: next });
  };
  return (
    <div className={styles['zone']}>
      <Field
        label={zone === ownZone ? 'Zone, your own' : 'Zone'}
        isLabelHidden
        title={zone === ownZone ? `${zone}, your own zone` : zone}
        list={listId}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={(event) => pick(event.target.value)}
        onBlur={() => setTyped(zone)}
      />
      <datalist id={listId}>
        {all.map((name) => (
          <option key={name} value={name}>
            {name === ownZone ? 'your own' : ''}
          </option>
        ))}
      </datalist>
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
            { value: 'previous', name: 'vs period before' },
            { value: 'none', name: 'No comparison' },
          ]}
          value={search.compare ?? 'previous'}
          onValue={(value) => change(value === 'none' ? { ...rest, compare: 'none' } : rest)}
        />
      ) : null}
      <Zone key={zoneOf(search)} search={search} onChange={change} />
    </div>
  );
}
