import type { IncomingHttpHeaders } from 'node:http';
import { ConnectionFailure } from './connection-failure.ts';
import { createExchange } from './exchange.ts';

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/v1/` on, query included. */
  path: string;
  body?: unknown;
  /** A body that is no JSON, with its type; instead of `body`. */
  text?: string;
  contentType?: string;
  /** Makes a repeat of a POST harmless: the server answers it as it answered the first. */
  idempotencyKey?: string;
}

export interface ApiReply {
  status: number;
  headers: IncomingHttpHeaders;
  /** The parsed JSON; a string where the answer was none; undefined where it was empty. */
  body: unknown;
  /** Where the key of the call came from, in a sentence. */
  keyOrigin?: string;
}

export interface ApiClient {
  readonly url: string;
  /** One attempt. Every HTTP status is an answer; throws ConnectionFailure where none came. */
  send(request: ApiRequest): Promise<ApiReply>;
}

export interface ApiClientOptions {
  url: string;
  key: string;
  /** Where the key came from, in a sentence, for who reads that it was refused. */
  keyOrigin: string;
  /** Why it is called, for the audit log; sent with what changes something. */
  reason?: string | undefined;
  timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;

/** A client of the HTTP API. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { url, keyOrigin, timeoutMs = defaultTimeoutMs } = options;
  const exchange = createExchange(url, timeoutMs);
  return {
    url,
    async send(request) {
      const body = request.body === undefined ? request.text : JSON.stringify(request.body);
      try {
        const reply = await exchange({
          method: request.method,
          url: url + request.path,
          headers: toHeaders(request, options),
          body,
        });
        return { status: reply.status, headers: reply.headers, body: parseBody(reply.text), keyOrigin };
      } catch (error) {
        throw new ConnectionFailure(url, error);
      }
    },
  };
}

/** A header is bytes, which Node writes as Latin-1: the text goes as its UTF-8. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function toHeaders(request: ApiRequest, { key, reason }: ApiClientOptions): Record<string, string> {
  const isChange = request.method !== 'GET' && reason !== undefined;
  return {
    authorization: `Bearer ${key}`,
    accept: 'application/json',
    ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
    ...(isChange ? { 'x-cofferdam-reason': headerText(reason) } : {}),
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
  };
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
