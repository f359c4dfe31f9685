import type { PicoUsd } from '../money/index.ts';
import type { TokenBuckets } from '../usage/index.ts';
import { type Ceiling, ceilingRate } from './ceiling.ts';
import { RATED_BUCKETS, type RatedBucket, type TokenRates } from './token-rates.ts';

/** What the tokens of one call cost before rounding, in pico-USD. */
export interface TokenSum {
  readonly atRates: PicoUsd;
  /** For buckets without a rate. */
  readonly atCeiling: PicoUsd;
  readonly usedCeiling: boolean;
  /** The first bucket that has tokens, no rate and no ceiling; the sums are then meaningless. */
  readonly missing: RatedBucket | null;
}

/** Multiplies each bucket by its rate. The one place where tokens become money: estimates and charges both come here. */
export function sumTokens(rates: TokenRates, buckets: TokenBuckets, ceiling: Ceiling | null): TokenSum {
  let [atRates, atCeiling, usedCeiling] = [reasoningSurcharge(rates, buckets), 0n, false];
  for (const bucket of RATED_BUCKETS) {
    const tokens = buckets[bucket];
    if (tokens === 0) continue;
    const rate = rates[bucket];
    if (rate !== null) {
      atRates += BigInt(tokens) * rate;
    } else if (ceiling === null) {
      return { atRates, atCeiling, usedCeiling, missing: bucket };
    } else {
      atCeiling += BigInt(tokens) * ceilingRate(ceiling, bucket);
      usedCeiling = true;
    }
  }
  return { atRates, atCeiling, usedCeiling, missing: null };
}

// Reasoning is counted in `output` and charged as output with the rest of it. Where a model lists another rate for it,
// this is the difference, which is mostly below zero.
function reasoningSurcharge({ output, reasoning }: TokenRates, buckets: TokenBuckets): PicoUsd {
  if (reasoning === null || output === null || buckets.reasoning === 0) return 0n;
  return BigInt(buckets.reasoning) * (reasoning - output);
}
