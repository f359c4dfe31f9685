const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long after each failed attempt the next one is made, as Standard Webhooks asks; after the last there is none. */
const delaysMs = [
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
] as const;

/** A receiver that asks for more patience than this is not heard. */
const maxAskedMs = 24 * hourMs;

/**
 * When to try again after the `attempts`th attempt failed, from now on; null where it was the last. Up to a fifth is
 * added at random, so that what failed together does not come back together. `random` is in [0, 1).
 */
export function retryDelayMs(attempts: number, random: number, askedMs: number | null): number | null {
  const delayMs = delaysMs[attempts - 1];
  if (delayMs === undefined) return null;
  const jittered = Math.round(delayMs * (1 + random / 5));
  return askedMs === null ? jittered : Math.max(jittered, Math.min(askedMs, maxAskedMs));
}
