import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { type AlertsSearch, type AlertType, type Severity, severities, typeNames } from './alerts-search.ts';
import styles from './alerts-page.module.css';

interface FiltersProps {
  readonly search: AlertsSearch;
  readonly onChange: (next: AlertsSearch) => void;
}

const severityNames = Object.fromEntries(severities.map((severity) => [severity, severity])) as Record<
  Severity,
  string
>;

/** A filter that came with a link, and can be taken off. */
function Kept({ what, onRemove }: { readonly what: string; readonly onRemove: () => void }) {
  return (
    <Button kind="quiet" aria-label={`Without ${what}`} onClick={onRemove}>
      {what} ×
    </Button>
  );
}

export function AlertFilters({ search, onChange }: FiltersProps) {
  const { severity, type, agent, budget } = search;
  return (
    <div className={styles['filters']} role="search" aria-label="Filter alerts">
      <Choice<Severity>
        label="Severity"
        any="Any severity"
        value={severity}
        names={severityNames}
        onValue={(next) => onChange({ severity: next })}
      />
      <Choice<AlertType>
        label="Type"
        any="Any type"
        value={type}
        names={typeNames}
        onValue={(next) => onChange({ type: next })}
      />
      {agent === undefined ? null : <Kept what={`agent ${agent}`} onRemove={() => onChange({ agent: undefined })} />}
      {budget === undefined ? null : <Kept what="one budget" onRemove={() => onChange({ budget: undefined })} />}
    </div>
  );
}
