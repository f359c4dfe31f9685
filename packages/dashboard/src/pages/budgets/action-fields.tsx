import { problemAt } from '../../api/field-problems.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import type { FormPartProps, ActionDraft, ActionKind } from './draft.ts';
import styles from './budget-form.module.css';

const kinds: readonly { readonly value: ActionKind; readonly name: string }[] = [
  { value: 'alert', name: 'tell' },
  { value: 'throttle', name: 'throttle' },
  { value: 'pause', name: 'pause the agent' },
  { value: 'block', name: 'block' },
];

interface ActionProps {
  readonly action: ActionDraft;
  readonly place: number;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (next: Partial<ActionDraft>) => void;
  readonly onRemove: () => void;
}

function Action({ action, place, problems, onChange, onRemove }: ActionProps) {
  const at = (name: string): { readonly problem?: string } => problemAt(problems, `actions.${place}.${name}`);
  return (
    <div className={styles['action']}>
      <Field
        label="At, %"
        inputMode="decimal"
        value={action.at}
        onChange={(event) => onChange({ at: event.target.value })}
        {...at('at')}
      />
      <SelectField<ActionKind>
        label="Do"
        options={kinds}
        value={action.kind}
        onValue={(kind) => onChange({ kind })}
        {...at('do')}
      />
      {action.kind === 'throttle' ? (
        <Field
          label="Requests a minute"
          inputMode="numeric"
          value={action.rate}
          onChange={(event) => onChange({ rate: event.target.value })}
          {...at('requests_per_minute')}
        />
      ) : (
        <span />
      )}
      <Button kind="quiet" onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}

/** What it does at shares of the limit. */
export function ActionFields({ draft, onChange, problems }: FormPartProps) {
  const { actions } = draft;
  const put = (next: readonly ActionDraft[]): void => onChange({ actions: next });
  const whole = problemAt(problems, 'actions').problem;
  return (
    <>
      {actions.map((action, place) => (
        <Action
          // An action has no name: it is the one at its place.
          key={place}
          {...{ action, place, problems }}
          onChange={(next) => put(actions.with(place, { ...action, ...next }))}
          onRemove={() => put(actions.toSpliced(place, 1))}
        />
      ))}
      {whole === undefined ? null : <p className={styles['wrong']}>{whole}</p>}
      <div>
        <Button onClick={() => put([...actions, { at: '90', kind: 'throttle', rate: '10' }])}>
          Do something before the limit
        </Button>
      </div>
    </>
  );
}
