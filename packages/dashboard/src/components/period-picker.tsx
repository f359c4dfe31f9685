import { defaultPeriod, periodNames, periods, zoneOf, type Period, type PeriodSearch } from '../app/period.ts';
import styles from './period-picker.module.css';

interface PeriodPickerProps {
  readonly search: PeriodSearch;
  readonly onChange: (search: PeriodSearch) => void;
}

/** The period and the zone of a page; they stand in its address. */
export function PeriodPicker({ search, onChange }: PeriodPickerProps) {
  const zone = zoneOf(search);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([zone, own, 'UTC'])];
  return (
    <div className={styles['picker']}>
      <label>
        <span>Period</span>
        <select
          value={search.period ?? defaultPeriod}
          onChange={(event) => onChange({ ...search, period: event.target.value as Period })}
        >
          {periods.map((period) => (
            <option key={period} value={period}>
              {periodNames[period]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Zone</span>
        <select value={zone} onChange={(event) => onChange({ ...search, zone: event.target.value })}>
          {zones.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
