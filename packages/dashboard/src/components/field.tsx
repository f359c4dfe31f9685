import { useId, type InputHTMLAttributes } from 'react';
import styles from './field.module.css';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  /** What is wrong with it; said to screen readers with the field. */
  readonly problem?: string | null;
  readonly hint?: string;
}

export function Field({ label, problem = null, hint, ...input }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = problem ?? hint ?? null;
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={problem !== null}
        {...(note === null ? {} : { 'aria-describedby': noteId })}
      />
      {note === null ? null : (
        <p id={noteId} className={problem === null ? styles['hint'] : styles['problem']}>
          {note}
        </p>
      )}
    </div>
  );
}
