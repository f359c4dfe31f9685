import { CofferdamError, ConnectionError, createConnection, type Fetch, queryText } from '@cofferdam/sdk';

interface FieldError {
  readonly field: string;
  readonly problem: string;
}

/** An answer that is a problem (RFC 9457), or that never came. */
export class ApiError extends Error {
  readonly status: number;
  /** The code of the registry of errors; `unreachable` where no answer came. */
  readonly code: string;
  /** The field of the request that is wrong, where one is named. */
  readonly field: string | null;
  readonly detail: string;
  /** Every field that is wrong, each with what is wrong with it. */
  readonly errors: readonly FieldError[];

  constructor(
    status: number,
    code: string,
    detail: string,
    field: string | null = null,
    errors: readonly FieldError[] = field === null ? [] : [{ field, problem: detail.replace(`${field}: `, '') }],
  ) {
    super(detail);
    this.errors = errors;
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.field = field;
  }
}

let csrfToken: string | null = null;

/** What shows the server that a change comes from this page; `GET /v1/session` gives it. */
export function keepCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** As the person who is signed in: a cookie says who that is. */
const asThisPage: Fetch = (url, init) => {
  const headers = new Headers(init.headers);
  if (csrfToken !== null && init.method !== 'GET') headers.set('x-cofferdam-csrf', csrfToken);
  return fetch(url, { ...init, headers, credentials: 'same-origin' });
};

// Queries are asked again by themselves, and somebody who presses a button sees what became of it.
export const connection = createConnection({
  baseUrl: location.origin,
  apiKey: null,
  fetch: asThisPage,
  timeoutMs: 180_000,
  maxRetries: 0,
});

/** Raises what went wrong as the pages show it: `ApiError`, or the reason of a signal. */
export async function asApiError<Result>(answering: Promise<Result>): Promise<Result> {
  try {
    return await answering;
  } catch (error) {
    if (error instanceof ConnectionError) throw new ApiError(0, 'unreachable', 'The server does not answer.');
    if (!(error instanceof CofferdamError)) throw error;
    const { status, code, detail, field, errors } = error;
    throw new ApiError(status, code, detail, field, errors.length > 0 ? errors : undefined);
  }
}

/** Asks the API by a path. Raises `ApiError`. */
export async function callApi<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  return (await asApiError(connection.send({ method, path, body }))).body as Answer;
}

/** A path with its query, for a link; what is undefined or empty is left out, lists are joined with commas. */
export function pathWith(
  path: string,
  query: Readonly<Record<string, string | readonly string[] | number | undefined>>,
): string {
  return path + queryText(query);
}
