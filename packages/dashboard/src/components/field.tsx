import { useId, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from 'react';
import styles from './field.module.css';

/** What every field has around its control. */
export interface FieldFrame {
  readonly label: string;
  /** For a control whose place says what it is: screen readers still hear it. */
  readonly isLabelHidden?: boolean;
  /** What is wrong with it; said to screen readers with the field. */
  readonly problem?: string | null;
  readonly hint?: ReactNode;
}

/** What ties a control to its label and its note. */
interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby'?: string;
}

interface LabelledProps extends FieldFrame {
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its label, and below it what is wrong with it or what it is for. */
export function Labelled({ label, isLabelHidden = false, problem = null, hint, children }: LabelledProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = problem ?? hint ?? null;
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={isLabelHidden ? styles['hidden'] : ''}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': problem !== null,
        ...(note === null ? {} : { 'aria-describedby': noteId }),
      })}
      {note === null ? null : (
        <p id={noteId} className={problem === null ? styles['hint'] : styles['problem']}>
          {note}
        </p>
      )}
    </div>
  );
}

type FieldProps = FieldFrame & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>;

export function Field({ label, isLabelHidden, problem, hint, ...input }: FieldProps) {
  const frame = { label, hint, ...(isLabelHidden ? { isLabelHidden } : {}), ...(problem ? { problem } : {}) };
  return <Labelled {...frame}>{(control) => <input {...input} {...control} />}</Labelled>;
}

type TextFieldProps = FieldFrame & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>;

/** A field of several lines. */
export function TextField({ label, isLabelHidden, problem, hint, ...area }: TextFieldProps) {
  const frame = { label, hint, ...(isLabelHidden ? { isLabelHidden } : {}), ...(problem ? { problem } : {}) };
  return <Labelled {...frame}>{(control) => <textarea rows={3} {...area} {...control} />}</Labelled>;
}

interface CheckFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'type'> {
  readonly label: ReactNode;
}

export function CheckField({ label, ...input }: CheckFieldProps) {
  return (
    <label className={styles['check']}>
      <input {...input} type="checkbox" />
      <span>{label}</span>
    </label>
  );
}
