import { useState, type ReactNode } from 'react';
import type { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import { DialogFoot } from './dialog.tsx';
import { FormProblem } from './form-problem.tsx';
import styles from './form.module.css';
import { useSubmission } from './use-submission.ts';

export type FormValues = Readonly<Record<string, string>>;

function valuesOf(form: HTMLFormElement): FormValues {
  const entries = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return Object.fromEntries(entries) as FormValues;
}

interface FormProps {
  /** What the button says: the act itself. */
  readonly action: string;
  readonly kind?: 'main' | 'danger';
  readonly onClose: () => void;
  /** Raises `ApiError`, which is shown at the field that it names, or above the buttons. */
  readonly onSend: (values: FormValues) => Promise<void>;
  /** The names of the fields that are there: what is wrong with another one is said above the buttons. */
  readonly fields: readonly string[];
  /** A plain sentence of what will happen, from what stands in the fields. */
  readonly said?: (values: FormValues) => ReactNode;
  readonly children: (problem: ApiError | null, values: FormValues) => ReactNode;
}

/** A form in a dialog. */
export function Form({ action, kind = 'main', onClose, onSend, fields, said, children }: FormProps) {
  const [values, setValues] = useState<FormValues>({});
  const { isBusy, problem, onSubmit } = useSubmission(async (field) => {
    await onSend(Object.fromEntries(fields.map((name) => [name, field(name).trim()])));
  });
  return (
    <form className={styles['form']} onSubmit={onSubmit} onChange={(event) => setValues(valuesOf(event.currentTarget))}>
      {children(problem, values)}
      {said === undefined ? null : <p className={styles['said']}>{said(values)}</p>}
      <FormProblem problem={problem} fields={fields} />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind={kind} type="submit" isBusy={isBusy}>
          {action}
        </Button>
      </DialogFoot>
    </form>
  );
}

/** Fields side by side where there is room. */
export function FieldPair({ children }: { readonly children: ReactNode }) {
  return <div className={styles['pair']}>{children}</div>;
}
