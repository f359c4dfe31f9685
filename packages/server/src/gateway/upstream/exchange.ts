import type { Dispatcher } from 'undici';
import { type AnswerBody, BodyQueue } from './answer-body.ts';
import { classifyError } from './classify-error.ts';
import { UpstreamFailed } from './upstream-failed.ts';

/** The headers of an answer, by names in lower case. */
export type HeaderFields = Readonly<Record<string, string | string[] | undefined>>;

/** What an upstream answers; the body is still coming. Reading it throws `UpstreamFailed` where it breaks off. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: AnswerBody;
}

/** What became of a call: its answer, or `UpstreamFailed`. Exactly one of the two is called, once. */
export interface ExchangeOutcome {
  answered(answer: UpstreamAnswer): void;
  failed(error: UpstreamFailed): void;
}

/** One request on its way through undici, which calls the handler. */
export interface Exchange {
  readonly handler: Dispatcher.DispatchHandler;
  /** A connection was given to the request. */
  isStarted(): boolean;
  /** Ends it from our side: the socket is destroyed, since what it would still bring belongs to nobody. */
  end(error: UpstreamFailed): void;
}

/** `over` is called once, when nothing more can come. */
export function createExchange(outcome: ExchangeOutcome, over: () => void): Exchange {
  let controller: Dispatcher.DispatchController | null = null;
  let queue: BodyQueue | null = null;
  let ended: UpstreamFailed | null = null;
  let isOver = false;

  const finish = (error: UpstreamFailed | null): void => {
    if (isOver) return;
    isOver = true;
    over();
    if (queue === null) outcome.failed(error ?? new UpstreamFailed('protocol', 'it ended without an answer', true));
    else if (error === null) queue.end();
    else queue.fail(error);
  };

  const end = (error: UpstreamFailed): void => {
    if (isOver) return;
    ended = error;
    finish(error);
    controller?.abort(error);
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(given) {
      // Thrown and not aborted: nothing was written yet, so the connection is kept for others.
      if (ended !== null) throw ended;
      controller = given;
    },
    onResponseStart(given, status, headers) {
      // Answers of 1xx only announce the real one.
      if (status < 200 || isOver) return;
      queue = new BodyQueue({
        pause: () => given.pause(),
        resume: () => given.resume(),
        abandon: () => end(new UpstreamFailed('aborted', 'nobody reads the answer', true)),
      });
      outcome.answered({ status, headers, body: queue });
    },
    onResponseData: (_, chunk) => queue?.push(chunk),
    onResponseEnd: () => finish(null),
    onResponseError: (_, error) => finish(classifyError(error, controller !== null)),
  };
  return { handler, isStarted: () => controller !== null, end };
}
