import type { AnyGiven, CallOptions, OperationName } from '../operations.ts';
import type { Settings } from './options.ts';
import { fillPath, queryText } from './path.ts';

/** A call in its parts, for what no operation describes. */
export interface PlainRequest extends CallOptions {
  readonly method: string;
  /** From `/` on, query included. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: { readonly content: string; readonly type: string } | undefined;
}

/** The request of an operation. Raises TypeError where a name of its path is missing. */
export function requestOf(name: OperationName, given: AnyGiven = {}): PlainRequest {
  const [method = '', template = ''] = name.split(' ');
  const { path, query, body, ...options } = given;
  return { ...options, method, path: fillPath(template, path) + queryText(query), body };
}

/** A header is bytes, which `fetch` takes as Latin-1: the text goes as its UTF-8. */
function headerText(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

/** What `fetch` is given for it. */
export function initOf(request: PlainRequest, { apiKey }: Settings, signal: AbortSignal): RequestInit {
  const { method, body, text, idempotencyKey, reason } = request;
  const content = text?.content ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = text?.type ?? (content === undefined ? undefined : 'application/json');
  const headers: Record<string, string> = { accept: 'application/json' };
  if (apiKey !== null) headers['authorization'] = `Bearer ${apiKey}`;
  if (type !== undefined) headers['content-type'] = type;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  if (reason !== undefined && method !== 'GET') headers['x-cofferdam-reason'] = headerText(reason);
  return { method, headers, signal, ...(content === undefined ? {} : { body: content }) };
}
