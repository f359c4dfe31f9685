import type { ReactNode } from 'react';
import { problemAt } from '../../api/field-problems.ts';
import { Button } from '../../components/button.tsx';
import { ComboboxField, ComboboxManyField } from '../../components/combobox-field.tsx';
import { CheckField, Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import type { Unit } from '../../format/limit-figures.ts';
import { ActionFields } from './action-fields.tsx';
import { windowNames, windowText } from './budget-words.ts';
import { type Per, pers, type Window } from './budgets-search.ts';
import { type MatchDimension, matchDimensions, type FormPartProps } from './draft.ts';
import { useChannelNames, useKnownNames } from './known-names.ts';
import styles from './budget-form.module.css';

function Group({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles['group']}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

const perNames: Readonly<Record<Per, string>> = {
  org: 'the org as a whole',
  team: 'each team',
  agent: 'each agent',
  workflow: 'each workflow',
  connection: 'each connection',
  user: 'each user',
  model: 'each model',
  run: 'each run, with the runs below it',
};

function MatchField({ dimension, ...part }: FormPartProps & { readonly dimension: MatchDimension }) {
  const { draft, onChange, problems } = part;
  const names = useKnownNames(dimension);
  const values = draft.match[dimension] ?? [];
  return (
    <ComboboxManyField
      label={`Only ${dimension}`}
      names={[...new Set([...values, ...names])]}
      values={values}
      onValues={(next) => onChange({ match: { ...draft.match, [dimension]: next } })}
      takesOthers
      {...problemAt(problems, `match.${dimension}`)}
    />
  );
}

/** Whose spend it counts. */
export function WhoFields(part: FormPartProps) {
  const { draft, onChange, problems } = part;
  const isNarrow = Object.values(draft.match).some((values) => values.length > 0);
  return (
    <Group legend="Who">
      <SelectField<Per>
        label="It counts"
        options={pers.map((value) => ({ value, name: perNames[value] }))}
        value={draft.per}
        onValue={(per) => onChange({ per })}
        {...problemAt(problems, 'per')}
      />
      <details className={styles['narrow']} open={isNarrow}>
        <summary>Only some of them</summary>
        <div className={styles['line']}>
          {matchDimensions.map((dimension) => (
            <MatchField key={dimension} dimension={dimension} {...part} />
          ))}
        </div>
      </details>
    </Group>
  );
}

const unitNames: Readonly<Record<Unit, string>> = {
  usd: 'USD',
  tokens: 'tokens',
  requests: 'requests',
  concurrent: 'calls open at once',
};

interface MuchProps extends FormPartProps {
  /** Of a budget that is there, the unit stays. */
  readonly isNew: boolean;
}

const zones = (): readonly string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

function WindowFields({ draft, onChange, problems }: FormPartProps) {
  if (draft.unit === 'concurrent' || draft.per === 'run') return null;
  return (
    <>
      <SelectField<Window>
        label="In which window"
        options={windowNames.map((value) => ({ value, name: windowText(value) }))}
        value={draft.window}
        onValue={(window) => onChange({ window })}
        {...problemAt(problems, 'window')}
      />
      {draft.window === 'lifetime' ? null : (
        <ComboboxField
          label="Of which zone"
          names={zones()}
          value={draft.timezone}
          onValue={(timezone) => onChange({ timezone: timezone ?? 'UTC' })}
          {...problemAt(problems, 'timezone')}
        />
      )}
    </>
  );
}

/** How much, in which window. */
export function MuchFields({ isNew, ...part }: MuchProps) {
  const { draft, onChange, problems } = part;
  const options = Object.entries(unitNames).map(([value, name]) => ({ value: value as Unit, name }));
  return (
    <Group legend="How much">
      <div className={styles['line']}>
        <Field
          label={isNew ? 'At most' : `At most, ${unitNames[draft.unit]}`}
          inputMode="decimal"
          autoComplete="off"
          value={draft.limit}
          onChange={(event) => onChange({ limit: event.target.value })}
          {...problemAt(problems, `limit_${draft.unit}`)}
        />
        {isNew ? (
          <>
            <SelectField<Unit> label="Of" options={options} value={draft.unit} onValue={(unit) => onChange({ unit })} />
            <WindowFields {...part} />
          </>
        ) : null}
      </div>
    </Group>
  );
}

/** What happens at the limit. */
export function FirmnessFields({ draft, onChange, problems }: FormPartProps) {
  const choice = (isHard: boolean, text: string) => (
    <label>
      <input type="radio" name="enforcement" checked={draft.isHard === isHard} onChange={() => onChange({ isHard })} />
      <span>{text}</span>
    </label>
  );
  return (
    <Group legend="At the limit">
      <div className={styles['firm']}>
        {choice(true, 'Hard: what does not fit is refused before it is sent')}
        {choice(false, 'Soft: it tells, and refuses nothing')}
      </div>
      {draft.isHard ? (
        <div className={styles['line']}>
          {draft.unit === 'usd' ? (
            <Field
              label="Kept for a last call, %"
              inputMode="decimal"
              placeholder="none"
              hint="One more call may use it when the rest is used up."
              value={draft.windDown}
              onChange={(event) => onChange({ windDown: event.target.value })}
              {...problemAt(problems, 'wind_down')}
            />
          ) : null}
          <CheckField
            label="Calls that cost nothing pass when it is used up"
            checked={draft.allowFree}
            onChange={(event) => onChange({ allowFree: event.target.checked })}
          />
        </div>
      ) : null}
    </Group>
  );
}

/** What happens before it. */
export function BeforeFields(part: FormPartProps) {
  const { draft, onChange, problems } = part;
  const channels = useChannelNames();
  return (
    <Group legend="Before it">
      <div className={styles['line']}>
        <Field
          label="Tell at, %"
          placeholder="never"
          value={draft.thresholds}
          onChange={(event) => onChange({ thresholds: event.target.value })}
          {...problemAt(problems, 'thresholds')}
        />
        <ComboboxManyField
          label="On the channels"
          placeholder="those with a route for it"
          names={channels}
          values={draft.notify}
          onValues={(notify) => onChange({ notify })}
          {...problemAt(problems, 'notify')}
        />
      </div>
      {draft.unit === 'concurrent' ? null : <ActionFields {...part} />}
    </Group>
  );
}

export function NameFields({ draft, onChange, problems }: FormPartProps) {
  return (
    <Group legend="Name">
      <div className={styles['line']}>
        <Field
          label="Name of the budget"
          autoComplete="off"
          required
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
          {...problemAt(problems, 'name')}
        />
        <Field
          label="Owner"
          placeholder="nobody"
          autoComplete="off"
          value={draft.owner}
          onChange={(event) => onChange({ owner: event.target.value })}
          {...problemAt(problems, 'owner')}
        />
      </div>
    </Group>
  );
}

interface FootProps {
  readonly action: string;
  readonly isBusy: boolean;
  readonly problem: string | null;
  readonly onCancel: () => void;
}

export function FormFoot({ action, isBusy, problem, onCancel }: FootProps) {
  return (
    <>
      {problem === null ? null : (
        <p role="alert" className={styles['wrong']}>
          {problem}
        </p>
      )}
      <div className={styles['foot']}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {action}
        </Button>
      </div>
    </>
  );
}
