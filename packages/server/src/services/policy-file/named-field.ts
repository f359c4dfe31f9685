import { problemOf, ProblemError } from '../../errors/problem.ts';

/** The problem with the place in the file as its field: the field of one thing becomes the field of the whole. */
function named(place: string, error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error;
  const { type: _type, title: _title, status: _status, code, detail, field, ...members } = error.problem;
  const path = typeof field === 'string' && field !== 'body' ? `${place}.${field}` : place;
  const said = typeof field === 'string' && detail.startsWith(`${field}: `) ? detail.slice(field.length + 2) : detail;
  return new ProblemError(problemOf(code, `${path}: ${said}`, { ...members, field: path }), error.retryAfterSeconds);
}

/** Says of a problem where in the file it is. */
export async function namedIn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw named(place, error);
  }
}

/** The same for what is only read. */
export function namedWhere<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw named(place, error);
  }
}
