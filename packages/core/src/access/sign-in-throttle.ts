/** What is known of the failed attempts to sign in under one name: an email, or an address of the network. */
export interface FailedAttempts {
  readonly failures: number;
  readonly lastMs: number;
}

export interface ThrottleRule {
  /** So many failures cost nothing but themselves. */
  readonly free: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** Failures are forgotten after this long without another one. */
  readonly forgetMs: number;
}

const hourMs = 3_600_000;

/** A person mistypes a few times; who guesses on has four tries an hour in the end. */
export const emailThrottle: ThrottleRule = {
  free: 5,
  firstWaitMs: 2_000,
  maxWaitMs: hourMs / 4,
  forgetMs: 24 * hourMs,
};

/** Many people may sit behind one address, so more is let pass before the same waits begin. */
export const addressThrottle: ThrottleRule = { ...emailThrottle, free: 50 };

export type AttemptDecision =
  | { readonly kind: 'allowed'; readonly attempts: FailedAttempts }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

/**
 * Whether an attempt may be made now. One that may is counted as failed at once, so that many at the same time cannot
 * pass on the same count; success forgets them all. Waits double with each failure beyond the free ones.
 */
export function decideAttempt(known: FailedAttempts | null, nowMs: number, rule: ThrottleRule): AttemptDecision {
  if (known === null || nowMs - known.lastMs >= rule.forgetMs) return allowed(1, nowMs);
  const beyond = known.failures - rule.free;
  if (beyond < 0) return allowed(known.failures + 1, nowMs);
  const waitMs = Math.min(rule.firstWaitMs * 2 ** Math.min(beyond, 30), rule.maxWaitMs);
  const retryAfterMs = known.lastMs + waitMs - nowMs;
  return retryAfterMs > 0 ? { kind: 'throttled', retryAfterMs } : allowed(known.failures + 1, nowMs);
}

function allowed(failures: number, nowMs: number): AttemptDecision {
  return { kind: 'allowed', attempts: { failures, lastMs: nowMs } };
}
