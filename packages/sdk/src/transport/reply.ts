import { type ApiError, errorOf, type Problem } from '../errors/index.ts';

/** An answer that has come whole, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export function isSuccess({ status }: Pick<Reply, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** Whether asking again may get another answer: the server says so by the status, or that it is of no use. */
export function mayPass({ status, headers }: Pick<Reply, 'status' | 'headers'>): boolean {
  if (headers.get('x-should-retry') === 'false') return false;
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** `Retry-After` in milliseconds, be it seconds or a date; null where there is none that can be read. */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const timeMs = text === '' ? NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? null : Math.max(0, timeMs - nowMs);
}

function problemIn(text: string): Problem {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Problem) : {};
  } catch {
    // A proxy in front of the server answers with a page of its own.
    return {};
  }
}

/** The error of an answer that is not what was asked for. */
export function refusalOf(reply: Reply, nowMs: number): ApiError {
  const { status, headers, text } = reply;
  return errorOf({
    status,
    problem: problemIn(text),
    retryAfterMs: retryAfterMs(headers, nowMs),
    isFinal: !mayPass(reply),
  });
}

/** The body of an answer that went well: JSON where it is, undefined where it is empty, text otherwise. Raises SyntaxError. */
export function bodyOf({ status, headers, text }: Reply): unknown {
  if (status === 204 || text === '') return undefined;
  return /\bjson\b/.test(headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
}
