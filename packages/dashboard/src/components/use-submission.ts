import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/client.ts';

interface Submission {
  readonly isBusy: boolean;
  /** What the server refused, with the field where it named one. */
  readonly problem: ApiError | null;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** Sends a form once at a time; its fields come by their names. */
export function useSubmission(send: (fields: (name: string) => string) => Promise<void>): Submission {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    setBusy(true);
    setProblem(null);
    try {
      await send((name) => {
        const value = data.get(name);
        return typeof value === 'string' ? value : '';
      });
    } catch (error) {
      setProblem(error instanceof ApiError ? error : new ApiError(0, 'internal', 'Something went wrong on this page.'));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    problem,
    onSubmit(event) {
      event.preventDefault();
      void submit(event.currentTarget);
    },
  };
}

/** The problem of one field, without its name in front. */
export function problemOf(problem: ApiError | null, field: string): string | null {
  if (problem?.field !== field) return null;
  return problem.detail.replace(`${field}: `, '');
}
