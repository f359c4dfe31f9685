import { errorKinds, type ErrorCode } from './registry.ts';

/** An RFC 9457 problem; the members beyond the standard ones say what was short and by how much. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly [member: string]: unknown;
}

export function problemOf(code: ErrorCode, detail: string, members: Readonly<Record<string, unknown>> = {}): Problem {
  const { status, title } = errorKinds[code];
  return { type: `/problems/${code.replaceAll('_', '-')}`, title, status, code, detail, ...members };
}

/** An error that is meant for the caller; anything else that is thrown becomes `internal`. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function fail(code: ErrorCode, detail: string, members: Readonly<Record<string, unknown>> = {}): never {
  throw new ProblemError(problemOf(code, detail, members));
}

/** A field that cannot be accepted: 400, named. */
export function invalidField(field: string, detail: string): never {
  return fail('invalid_request', `${field}: ${detail}`, { field });
}
