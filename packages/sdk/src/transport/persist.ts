import { ConnectionError } from '../errors/index.ts';
import type { Clock } from './clock.ts';
import { isSuccess, mayPass, type Reply, refusalOf, retryAfterMs } from './reply.ts';

export interface Patience {
  readonly maxRetries: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Done twice, it is done once: what got no answer may be sent again. */
  readonly isRepeatable: boolean;
}

const firstPauseMs = 100;
const longestPauseMs = 5000;
/** A call does not sleep longer than this for a `Retry-After`; its error says how long to wait. */
const longestRetryAfterMs = 65_000;

/** Pauses grow, and a part of each is chance, so that those who failed together do not come again together. */
function growingMs(attempt: number, random: () => number): number {
  const most = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 10));
  return most / 2 + random() * (most / 2);
}

function pauseAfter(reply: Reply | null, attempt: number, { clock, random }: Patience): number {
  const asked = reply === null ? null : retryAfterMs(reply.headers, clock.nowMs());
  return asked === null ? growingMs(attempt, random) : asked + random() * firstPauseMs;
}

/**
 * Attempts until an answer went well, is final, or patience ends. Sent again are 429, 502, 503 and 504, since they say
 * that nothing was decided, and where repeats are harmless whatever got no answer. Raises ApiError and ConnectionError.
 */
export async function persist(attempt: () => Promise<Reply>, patience: Patience): Promise<Reply> {
  const { maxRetries, clock, signal } = patience;
  for (let attempts = 0; ; attempts += 1) {
    const outcome = await attempt().catch((error: unknown) => {
      if (error instanceof ConnectionError) return error;
      throw error;
    });
    const reply = outcome instanceof ConnectionError ? null : outcome;
    if (reply !== null && isSuccess(reply)) return reply;
    const isWorthIt = reply === null ? patience.isRepeatable : mayPass(reply);
    const pauseMs = pauseAfter(reply, attempts, patience);
    if (!isWorthIt || attempts >= maxRetries || pauseMs > longestRetryAfterMs)
      throw outcome instanceof ConnectionError ? outcome : refusalOf(outcome, clock.nowMs());
    await clock.wait(pauseMs, signal);
    signal?.throwIfAborted();
  }
}
