import { type FoundPrice, type NoPrice, roundHalfUp } from '@cofferdam/core';
import type { UsageSums } from './usage-sums.ts';

/**
 * What the cache saved of one model's cost, in nano-USD: its tokens at the input rate less at their own. Below zero where
 * writing cost more than reading saved; null where a rate is not known.
 */
export function cacheSavings(sums: UsageSums, price: FoundPrice | NoPrice): bigint | null {
  if (price.kind !== 'found') return null;
  const { inputUncached, cacheRead, cacheWrite5m, cacheWrite1h } = price.terms.rates;
  const parts = [
    [sums.cacheReadTokens, cacheRead],
    [sums.cacheWriteTokens - sums.cacheWrite1hTokens, cacheWrite5m],
    [sums.cacheWrite1hTokens, cacheWrite1h],
  ] as const;
  let saved = 0n;
  for (const [tokens, rate] of parts) {
    if (tokens === 0) continue;
    if (rate === null || inputUncached === null) return null;
    saved += BigInt(tokens) * (inputUncached - rate);
  }
  return roundHalfUp(saved);
}
