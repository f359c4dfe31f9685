import type { Terminal } from '../terminal/terminal.ts';
import type { ApiClient, ApiReply, ApiRequest } from './client.ts';
import { ConnectionFailure } from './connection-failure.ts';

export interface Patience {
  clock: Pick<Terminal, 'nowMs' | 'wait'>;
  /** How long one request may be tried for; then the last answer, or the ConnectionFailure, stands. */
  giveUpAfterMs: number;
  /** Aborted: no further attempt is made, and a pause between attempts ends at once. */
  stop?: AbortSignal;
}

const firstPauseMs = 100;
const longestPauseMs = 5000;

/**
 * Sends a request until it has a final answer. Tried again: 429 and 503, after `Retry-After` where the answer has one,
 * and a lost connection, whose request may have been carried out. That is harmless for a GET and for a POST with an
 * idempotency key, and only those may come here. `x-should-retry: false` makes any answer final.
 * Returns undefined when stopped between attempts.
 */
export async function sendPersistently(
  client: ApiClient,
  request: ApiRequest,
  patience: Patience,
): Promise<ApiReply | undefined> {
  const deadlineMs = patience.clock.nowMs() + patience.giveUpAfterMs;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptOnce(client, request);
    if (!(outcome instanceof ConnectionFailure) && !isWorthRetrying(outcome)) return outcome;
    const pauseMs = pauseAfter(outcome, attempt);
    if (patience.clock.nowMs() + pauseMs > deadlineMs) return final(outcome);
    await patience.clock.wait(pauseMs, patience.stop);
    if (patience.stop?.aborted) return undefined;
  }
}

async function attemptOnce(client: ApiClient, request: ApiRequest): Promise<ApiReply | ConnectionFailure> {
  try {
    return await client.send(request);
  } catch (error) {
    if (error instanceof ConnectionFailure) return error;
    throw error;
  }
}

function isWorthRetrying(reply: ApiReply): boolean {
  if (reply.headers['x-should-retry'] === 'false') return false;
  return reply.status === 429 || reply.status === 503;
}

function pauseAfter(outcome: ApiReply | ConnectionFailure, attempt: number): number {
  const growingMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 10));
  if (outcome instanceof ConnectionFailure) return growingMs;
  const retryAfter = outcome.headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : growingMs;
}

function final(outcome: ApiReply | ConnectionFailure): ApiReply {
  if (outcome instanceof ConnectionFailure) throw outcome;
  return outcome;
}
