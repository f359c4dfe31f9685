import type { PicoUsd } from '../money/index.ts';
import { RATED_BUCKETS, type RatedBucket, type TokenRates } from './token-rates.ts';
import type { UnitPrice } from './unit-price.ts';

/** What an org lets unknown prices count as, so that they need not be refused: a price that is surely high enough. */
export interface Ceiling {
  readonly id: string;
  /** For every token of input that has no price, in pico-USD. */
  readonly input: PicoUsd;
  /** For every token of output that has no price, in pico-USD. */
  readonly output: PicoUsd;
  /** For every unit of a tool that has no price; null where such tools stay unpriced. */
  readonly tool: UnitPrice | null;
}

const OUTPUT_BUCKETS: ReadonlySet<RatedBucket> = new Set(['output', 'audioOutput', 'imageOutput']);

export function ceilingRate(ceiling: Ceiling, bucket: RatedBucket): PicoUsd {
  return OUTPUT_BUCKETS.has(bucket) ? ceiling.output : ceiling.input;
}

/** The larger of rate and ceiling: for a service tier without a price, which may well cost more than the standard one. */
export function raiseToCeiling(rates: TokenRates, ceiling: Ceiling): TokenRates {
  const raised: Partial<Record<RatedBucket, PicoUsd>> = {};
  for (const bucket of RATED_BUCKETS) {
    const [own, least] = [rates[bucket], ceilingRate(ceiling, bucket)];
    raised[bucket] = own !== null && own > least ? own : least;
  }
  return { ...rates, ...raised, reasoning: null };
}
