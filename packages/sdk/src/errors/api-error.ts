import { CofferdamError, type FieldProblem } from './cofferdam-error.ts';

/** The body of a problem (RFC 9457), with whatever members its code has. */
export type Problem = Readonly<Record<string, unknown>>;

/** An answer that is a problem. */
export interface Refusal {
  readonly status: number;
  readonly problem: Problem;
  /** What `Retry-After` says; null where it says nothing. */
  readonly retryAfterMs: number | null;
  readonly isFinal: boolean;
}

function textIn(problem: Problem, ...names: readonly string[]): string | null {
  const value = names.map((name) => problem[name]).find((each) => typeof each === 'string' && each !== '');
  return typeof value === 'string' ? value : null;
}

/** The fields that a problem names, each with what is wrong with it. */
function fieldsIn({ errors }: Problem): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter((each: unknown): each is FieldProblem => {
    const { field, problem } = (each ?? {}) as Partial<FieldProblem>;
    return typeof field === 'string' && typeof problem === 'string';
  });
}

/** The server has answered, and not with what was asked for. */
export class ApiError extends CofferdamError {
  override readonly name: string = 'ApiError';
  /** The whole body, for the members that only some codes have. */
  readonly problem: Problem;
  override readonly field: string | null;
  override readonly errors: readonly FieldProblem[];
  /** After how long to ask again; null where nothing is said. */
  readonly retryAfterMs: number | null;

  constructor({ status, problem, retryAfterMs, isFinal }: Refusal) {
    super(textIn(problem, 'detail', 'title') ?? `the server answered ${status} and does not say why`, {
      code: textIn(problem, 'code') ?? `http_${status}`,
      status,
      requestId: textIn(problem, 'instance'),
      isFinal,
    });
    this.problem = problem;
    this.field = textIn(problem, 'field');
    this.errors = fieldsIn(problem);
    this.retryAfterMs = retryAfterMs;
  }

  /** A member of the body that is text; null where it is not there. */
  protected text(name: string): string | null {
    return textIn(this.problem, name);
  }
}
