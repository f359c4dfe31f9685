import { ConnectionError } from '../errors/index.ts';
import type { Settings } from './options.ts';
import { isSuccess, refusalOf, type Reply } from './reply.ts';
import { initOf, type PlainRequest } from './request.ts';
import { type TimeLimit, withinTime } from './within-time.ts';

/** Single attempts at calls of one server. */
export interface Attempts {
  /** An answer of any status, whole. Raises ConnectionError where none came. */
  readonly attempt: (request: PlainRequest) => Promise<Reply>;
  /** The body of an answer as it comes. Raises CofferdamError. */
  readonly stream: (request: PlainRequest) => Promise<ReadableStream<Uint8Array>>;
}

export function createAttempts(settings: Settings): Attempts {
  const { baseUrl, clock } = settings;
  const limitOf = ({ timeoutMs = settings.timeoutMs, signal }: PlainRequest): TimeLimit => ({
    timeoutMs,
    clock,
    signal,
    url: baseUrl,
  });
  const open = (request: PlainRequest, signal: AbortSignal): Promise<Response> =>
    settings.fetch(baseUrl + request.path, initOf(request, settings, signal));
  return {
    attempt: (request) =>
      withinTime(async (signal) => {
        const response = await open(request, signal);
        return { status: response.status, headers: response.headers, text: await response.text() };
      }, limitOf(request)),
    async stream(request) {
      // The time limit ends with the first byte; the caller's own signal ends the whole.
      const signal = request.signal ?? new AbortController().signal;
      const response = await withinTime(() => open(request, signal), limitOf(request));
      const { status, headers } = response;
      if (!isSuccess(response)) throw refusalOf({ status, headers, text: await response.text() }, clock.nowMs());
      if (response.body === null) throw new ConnectionError(`${baseUrl} gave an answer without a body`);
      return response.body;
    },
  };
}
