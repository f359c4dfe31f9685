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

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly field?: string;
  readonly errors?: readonly FieldError[];
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let csrfToken: string | null = null;

/** What shows the server that a change comes from this page; `GET /v1/session` gives it. */
export function keepCsrfToken(token: string | null): void {
  csrfToken = token;
}

async function problemOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const { code = 'internal', field = null } = problem;
  const detail = problem.detail ?? problem.title ?? response.statusText;
  return new ApiError(response.status, code, detail, field, problem.errors);
}

/** Asks the API. Raises `ApiError`. */
export async function callApi<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (csrfToken !== null && method !== 'GET') headers.set('x-cofferdam-csrf', csrfToken);
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) request.body = JSON.stringify(body);
  if (signal !== undefined) request.signal = signal;
  const response = await fetch(path, request).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, 'unreachable', 'The server does not answer.');
  });
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

/** A path with its query; what is undefined or empty is left out, lists are joined with commas. */
export function pathWith(
  path: string,
  query: Readonly<Record<string, string | readonly string[] | number | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== '') search.set(name, String(text));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
