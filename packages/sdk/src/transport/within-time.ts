import { ConnectionError, TimeoutError } from '../errors/index.ts';
import type { Clock } from './clock.ts';

export interface TimeLimit {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** For messages. */
  readonly url: string;
}

/** Rejects when the signal is aborted: some do not look at the signal that they were given. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}

/** What went wrong in it, down to the first cause: `fetch failed` alone helps nobody. */
function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let each = error; each instanceof Error && reasons.length < 4; each = each.cause) reasons.push(each.message);
  return reasons.length === 0 ? String(error) : reasons.join(': ');
}

/**
 * Does work that ends with the time it is given, or with the caller's signal. Raises TimeoutError, ConnectionError for
 * whatever else it fails with, or the reason of the signal.
 */
export async function withinTime<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  { timeoutMs, clock, signal, url }: TimeLimit,
): Promise<Result> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const done = new AbortController();
  const onAbort = (): void => stop.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  let isLate = false;
  void clock.wait(timeoutMs, done.signal).then(() => {
    if (done.signal.aborted) return;
    isLate = true;
    stop.abort();
  });
  try {
    return await Promise.race([work(stop.signal), whenAborted(stop.signal)]);
  } catch (error) {
    signal?.throwIfAborted();
    if (isLate) throw new TimeoutError(`${url} did not answer within ${timeoutMs} ms`);
    throw new ConnectionError(`no answer from ${url}: ${reasonOf(error)}`, error);
  } finally {
    done.abort();
    signal?.removeEventListener('abort', onAbort);
  }
}
