import type { IncomingMessage, ServerResponse } from 'node:http';
import { readForm } from './api/form.ts';
import type { ApiAnswer, KeptAnswers } from './api/idempotency.ts';
import { StripeRefusal } from './api/refusal.ts';
import { answerApi } from './api/routes.ts';
import type { Books } from './books/books.ts';
import { answerPage } from './page/answer-page.ts';

/** How the next requests to the API go wrong. */
export type Fault =
  | { readonly kind: 'status'; readonly status: 429 | 500 | 503 }
  /** No answer, before or after the request had its effect. */
  | { readonly kind: 'hang-up'; readonly after: boolean };

export interface Handling {
  readonly books: Books;
  readonly kept: KeptAnswers;
  readonly apiKey: string | null;
  readonly faults: Fault[];
  /** Requests to the API, as `POST /v1/refunds`. */
  readonly seen: string[];
}

const mostBytes = 1024 * 1024;

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > mostBytes) throw new StripeRefusal(413, 'Request is too large.');
  }
  return Buffer.concat(pieces).toString('utf8');
}

function requireKey({ apiKey }: Handling, request: IncomingMessage): void {
  const [scheme = '', given = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || given === '')
    throw new StripeRefusal(401, 'You did not provide an API key.');
  if (!given.startsWith('sk_') || (apiKey !== null && given !== apiKey))
    throw new StripeRefusal(401, `Invalid API Key provided: ${given.slice(0, 3)}****`);
}

function refused(error: unknown): ApiAnswer {
  const refusal =
    error instanceof StripeRefusal
      ? error
      : new StripeRefusal(500, `simulator: ${String(error)}`, { type: 'api_error' });
  return { status: refusal.status, text: JSON.stringify(refusal.body), replayed: false };
}

function answerOf(handling: Handling, method: string, url: URL, body: string, key: string | null): ApiAnswer {
  const path = url.pathname.slice('/v1/'.length);
  const work = (): ApiAnswer => {
    const form = readForm(method === 'POST' ? body : url.search);
    return {
      status: 200,
      text: JSON.stringify(answerApi(handling.books, method, path, form), null, 2),
      replayed: false,
    };
  };
  return method === 'POST' ? handling.kept.answer(key, `${method} ${url.pathname} ${body}`, work) : work();
}

function send(response: ServerResponse, requestId: string, answer: ApiAnswer, key: string | null): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(answer.text),
    'request-id': requestId,
    ...(key !== null && { 'idempotency-key': key }),
    ...(answer.replayed && { 'idempotent-replayed': 'true' }),
  });
  response.end(answer.text);
}

async function handleApi(
  handling: Handling,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const method = request.method ?? 'GET';
  const key = request.headers['idempotency-key'];
  const keyText = typeof key === 'string' ? key : null;
  const body = await textOf(request);
  const requestId = handling.books.newId('req');
  handling.seen.push(`${method} ${url.pathname}`);
  const fault = handling.faults.shift();
  if (fault?.kind === 'hang-up' && !fault.after) {
    response.destroy();
    return;
  }
  let answer: ApiAnswer;
  try {
    requireKey(handling, request);
    if (fault?.kind === 'status') throw new StripeRefusal(fault.status, 'Simulated fault.', { type: 'api_error' });
    answer = answerOf(handling, method, url, body, keyText);
  } catch (error) {
    answer = refused(error);
  }
  if (fault?.kind === 'hang-up') response.destroy();
  else send(response, requestId, answer, keyText);
}

async function handlePage(
  { books }: Handling,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    const answer = answerPage(books, request.method ?? 'GET', url.pathname, readForm(await textOf(request)));
    if ('location' in answer) response.writeHead(303, { location: answer.location }).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer.html);
  } catch (error) {
    send(response, books.newId('req'), refused(error), null);
  }
}

/** Answers one request: the API's, or a browser's. */
export function handleRequest(handling: Handling, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const handle = url.pathname.startsWith('/v1/') ? handleApi : handlePage;
  return handle(handling, request, response, url);
}
