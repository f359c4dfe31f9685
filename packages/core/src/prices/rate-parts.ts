import type { TokenBuckets } from '../usage/index.ts';
import { ceilingRate } from './ceiling.ts';
import type { PriceSources } from './find-price.ts';
import type { UnitPrice } from './unit-price.ts';
import { applyPrice, type AppliedRates, type RatingRequest } from './rate.ts';
import { RATED_BUCKETS, type RatedBucket } from './token-rates.ts';

/** One thing that a call is charged for: so many units, at this price each. */
export interface RatedPart {
  readonly part: RatedBucket | 'reasoning' | 'request';
  readonly quantity: number;
  readonly price: UnitPrice;
}

/** How many tokens of each kind are charged at a rate of their own: reasoning is output, unless a rate sets it apart. */
function quantities({ rates }: AppliedRates, buckets: TokenBuckets): [RatedBucket | 'reasoning', number][] {
  const isApart = rates.reasoning !== null && rates.output !== null && buckets.reasoning > 0;
  const own = RATED_BUCKETS.map((bucket): [RatedBucket, number] => [bucket, buckets[bucket]]);
  if (!isApart) return own;
  const plain = own.map(([bucket, count]): [RatedBucket, number] => [
    bucket,
    bucket === 'output' ? count - buckets.reasoning : count,
  ]);
  return [...plain, ['reasoning', buckets.reasoning]];
}

/**
 * What the price of a call is made of: its parts, before the whole is rounded, as `rate` adds them up. Null where the
 * call has no price.
 */
export function rateParts(sources: PriceSources, request: RatingRequest): readonly RatedPart[] | null {
  const applied = applyPrice(sources, request);
  if (applied.kind === 'unpriced') return null;
  const { rates, multiplier, perRequest } = applied;
  const parts = quantities(applied, request.buckets).flatMap(([part, quantity]): RatedPart[] => {
    if (quantity === 0) return [];
    const rate = rates[part];
    if (rate !== null)
      return [{ part, quantity, price: { picoUsd: rate * multiplier.numerator, per: multiplier.denominator } }];
    if (part === 'reasoning' || sources.ceiling === null) return [];
    return [{ part, quantity, price: { picoUsd: ceilingRate(sources.ceiling, part), per: 1n } }];
  });
  if (perRequest !== null) parts.push({ part: 'request', quantity: request.requests ?? 1, price: perRequest });
  return parts;
}
