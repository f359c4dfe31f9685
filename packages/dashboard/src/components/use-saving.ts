import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/client.ts';

interface Saving {
  readonly isBusy: boolean;
  readonly problem: ApiError | null;
  /** What was wrong is forgotten when it is mended. */
  readonly forget: () => void;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** Sends a form whose fields are kept in the page, once at a time. */
export function useSaving(send: () => Promise<void>): Saving {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await send();
    } catch (error) {
      setProblem(error instanceof ApiError ? error : new ApiError(0, 'internal', 'Something went wrong on this page.'));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    problem,
    forget: () => setProblem(null),
    onSubmit(event) {
      event.preventDefault();
      if (!isBusy) void submit();
    },
  };
}

/** What is said below the form: all but what stands at a field. */
export function otherProblem(problem: ApiError | null): string | null {
  if (problem === null) return null;
  return problem.errors.length > 0 ? 'There is something to mend above.' : problem.detail;
}
