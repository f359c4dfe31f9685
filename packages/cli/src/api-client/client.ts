import { ConnectionFailure } from './connection-failure.ts';

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/v1/` on, query included. */
  path: string;
  body?: unknown;
  /** Makes a repeat of a POST harmless: the server answers it as it answered the first. */
  idempotencyKey?: string;
}

export interface ApiReply {
  status: number;
  headers: Headers;
  /** The parsed JSON; a string where the answer was none; undefined where it was empty. */
  body: unknown;
}

export interface ApiClient {
  readonly url: string;
  /** One attempt. Every HTTP status is an answer; throws ConnectionFailure where none came. */
  send(request: ApiRequest): Promise<ApiReply>;
}

export interface ApiClientOptions {
  url: string;
  key: string;
  timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;

/** A client of the HTTP API; connections are kept alive by Node's own fetch. */
export function createApiClient({ url, key, timeoutMs = defaultTimeoutMs }: ApiClientOptions): ApiClient {
  return {
    url,
    async send(request) {
      try {
        const response = await fetch(url + request.path, {
          ...toInit(request, key),
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { status: response.status, headers: response.headers, body: parseBody(await response.text()) };
      } catch (error) {
        throw new ConnectionFailure(url, error);
      }
    },
  };
}

function toInit(request: ApiRequest, key: string): RequestInit {
  const headers: Record<string, string> = { authorization: `Bearer ${key}`, accept: 'application/json' };
  if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey;
  if (request.body === undefined) return { method: request.method, headers };
  headers['content-type'] = 'application/json';
  return { method: request.method, headers, body: JSON.stringify(request.body) };
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
