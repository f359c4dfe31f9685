import { SelectField } from './select-field.tsx';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** What stands there while it is not narrowed down. */
  readonly any: string;
  readonly value: Value | undefined;
  readonly names: Readonly<Partial<Record<Value, string>>>;
  readonly onValue: (value: Value | undefined) => void;
}

/** A filter: one of a few, or any. */
export function Choice<Value extends string>({ label, any, value, names, onValue }: ChoiceProps<Value>) {
  const options = Object.entries(names).map(([name, shown]) => ({ value: name as Value, name: String(shown) }));
  return (
    <SelectField<Value | ''>
      label={label}
      isLabelHidden
      options={[{ value: '', name: any }, ...options]}
      value={value ?? ''}
      onValue={(next) => onValue(next === '' ? undefined : next)}
    />
  );
}
