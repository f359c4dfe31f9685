import { Combobox } from '@base-ui/react/combobox';
import { useState } from 'react';
import { Labelled, type FieldFrame } from './field.tsx';
import styles from './combobox-field.module.css';
import popup from './popup.module.css';

const mostShown = 100;

function Choices() {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className={popup['positioner']} sideOffset={4}>
        <Combobox.Popup className={popup['popup']}>
          <Combobox.Empty className={popup['note']}>Nothing of that name.</Combobox.Empty>
          <Combobox.List>
            {(name: string) => (
              <Combobox.Item key={name} value={name} className={popup['item']}>
                {name}
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

interface ComboboxFieldProps extends FieldFrame {
  readonly names: readonly string[];
  readonly value: string | null;
  readonly onValue: (value: string | null) => void;
  readonly placeholder?: string;
}

/** One of many, found by typing a part of its name. */
export function ComboboxField({ names, value, onValue, placeholder, ...frame }: ComboboxFieldProps) {
  return (
    <Labelled {...frame}>
      {(control) => (
        <Combobox.Root items={[...names]} value={value} onValueChange={onValue} limit={mostShown}>
          <Combobox.Input {...control} {...(placeholder === undefined ? {} : { placeholder })} />
          <Choices />
        </Combobox.Root>
      )}
    </Labelled>
  );
}

interface ManyFieldProps extends FieldFrame {
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly onValues: (values: readonly string[]) => void;
  readonly placeholder?: string;
  /** What is typed can be taken too, where nothing of that name is known yet. */
  readonly takesOthers?: boolean;
}

/** Several of many, each a chip that can be taken off. */
export function ComboboxManyField(props: ManyFieldProps) {
  const { names, values, onValues, placeholder, takesOthers = false, ...frame } = props;
  const [typed, type] = useState('');
  const other = typed.trim();
  const items = takesOthers && other !== '' && !names.includes(other) ? [...names, other] : [...names];
  return (
    <Labelled {...frame}>
      {(control) => (
        <Combobox.Root
          multiple
          items={items}
          value={[...values]}
          onValueChange={onValues}
          onInputValueChange={type}
          limit={mostShown}
        >
          <Combobox.Chips className={styles['chips']}>
            {values.map((name) => (
              <Combobox.Chip key={name} className={styles['chip']} aria-label={name}>
                {name}
                <Combobox.ChipRemove className={styles['remove']} aria-label={`Without ${name}`}>
                  ×
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input {...control} placeholder={values.length === 0 ? (placeholder ?? 'any') : ''} />
          </Combobox.Chips>
          <Choices />
        </Combobox.Root>
      )}
    </Labelled>
  );
}
