/** An answer that is a problem (RFC 9457), or that never came. */
export class ApiError extends Error {
  readonly status: number;
  /** The code of the registry of errors; `unreachable` where no answer came. */
  readonly code: string;
  /** The field of the request that is wrong, where one is named. */
  readonly field: string | null;
  readonly detail: string;

  constructor(status: number, code: string, detail: string, field: string | null = null) {
    super(detail);
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
  return new ApiError(response.status, code, problem.detail ?? problem.title ?? response.statusText, field);
}

/** Asks the API. Raises `ApiError`. */
export async function callApi<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (csrfToken !== null && method !== 'GET') headers.set('x-cofferdam-csrf', csrfToken);
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) request.body = JSON.stringify(body);
  const response = await fetch(path, request).catch(() => {
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
