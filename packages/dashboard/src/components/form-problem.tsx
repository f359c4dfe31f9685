import type { ApiError } from '../api/client.ts';
import styles from './field.module.css';

interface FormProblemProps {
  readonly problem: ApiError | null;
  /** The fields that say themselves what is wrong with them. */
  readonly fields: readonly string[];
}

/** What is wrong with a form as a whole, or with something that has no field in it. */
export function FormProblem({ problem, fields }: FormProblemProps) {
  if (problem === null || (problem.field !== null && fields.includes(problem.field))) return null;
  return (
    <p role="alert" className={styles['problem']}>
      {problem.detail}
    </p>
  );
}
