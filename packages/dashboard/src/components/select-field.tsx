import type { SelectHTMLAttributes } from 'react';
import { Labelled, type FieldFrame } from './field.tsx';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly name: string;
}

type SelectFieldProps<Value extends string> = FieldFrame &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'value' | 'onChange'> & {
    readonly options: readonly Option<Value>[];
    readonly value?: Value;
    readonly onValue?: (value: Value) => void;
  };

/** One of a few. The platform's own list: it is known to every hand, and to every phone. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, isLabelHidden, problem, hint, options, onValue, ...select } = props;
  const frame = { label, hint, ...(isLabelHidden ? { isLabelHidden } : {}), ...(problem ? { problem } : {}) };
  return (
    <Labelled {...frame}>
      {(control) => (
        <select {...select} {...control} onChange={(event) => onValue?.(event.target.value as Value)}>
          {options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
