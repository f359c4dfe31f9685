import { divideHalfUp, divideUp, MAX_AMOUNT_NANO_USD, type NanoUsd } from '../money/index.ts';
import { EMPTY_BUCKETS, promptTokens, type TokenBuckets } from '../usage/index.ts';
import { raiseToCeiling } from './ceiling.ts';
import { findPrice, type FoundPrice, type NoPrice, type PriceSources } from './find-price.ts';
import type { Matched } from './price-book.ts';
import type { Multiplier } from './price-book-data.ts';
import { serviceTierOf, STANDARD } from './service-tier.ts';
import { NO_RATES, type RatedBucket, ratesFor, type TokenRates } from './token-rates.ts';
import { sumTokens, type TokenSum } from './token-sum.ts';
import type { UnitPrice } from './unit-price.ts';

/** One model call to be priced. */
export interface RatingRequest {
  readonly provider: string;
  readonly model: string;
  /** When it was used: the price of that time counts. */
  readonly timeMs: number;
  readonly buckets: TokenBuckets;
  /** The tier that served the call, as the provider reported it; null means standard. */
  readonly serviceTier: string | null;
  /** How many requests the buckets are the sum of, for models that charge for each; 1 where it is left out. */
  readonly requests?: number | undefined;
}

export interface EstimateRequest {
  readonly provider: string;
  readonly model: string;
  readonly timeMs: number;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

export interface PricedUsage {
  readonly kind: 'priced';
  readonly costNanoUsd: NanoUsd;
  readonly priceVersion: string;
  /** How the model was recognised; null where it was not, and the ceiling priced it. */
  readonly matched: Matched | null;
  /** `ceiling` where any part of the price is the org's ceiling. */
  readonly source: 'book' | 'override' | 'ceiling';
}

export type UnpricedReason =
  | NoPrice['reason']
  /** The model is charged by something else than tokens and requests. */
  | 'no_token_price'
  | 'no_bucket_price'
  | 'unknown_service_tier'
  /** The charge would pass the largest amount there is: some figure must be wrong. */
  | 'out_of_range';

/** Usage without a price. What it cost is then unknown, which is not zero. */
export interface UnpricedUsage {
  readonly kind: 'unpriced';
  readonly reason: UnpricedReason;
  /** The bucket that has tokens and no price, where that is the reason. */
  readonly missing: RatedBucket | null;
}

export type RatingOutcome = PricedUsage | UnpricedUsage;

/** Prices usage exactly, and rounds it once, half up. */
export function rate(sources: PriceSources, request: RatingRequest): RatingOutcome {
  return price(sources, request, divideHalfUp);
}

/** Prices a call before it is made, at the plain rates of input and output, rounded up. */
export function estimateCost(sources: PriceSources, estimate: EstimateRequest): RatingOutcome {
  const { provider, model, timeMs, inputTokens, maxOutputTokens } = estimate;
  const buckets = { ...EMPTY_BUCKETS, inputUncached: inputTokens, output: maxOutputTokens };
  return price(sources, { provider, model, timeMs, buckets, serviceTier: null }, divideUp);
}

type Divide = (dividend: bigint, divisor: bigint) => bigint;

/** The rates that a call is charged at, with what its tokens come to at them. */
export function applyPrice(sources: PriceSources, request: RatingRequest): AppliedRates | UnpricedUsage {
  const found = findPrice(sources, request.provider, request.model, request.timeMs);
  if (found.kind === 'not_found' && sources.ceiling === null) return unpriced(found.reason);
  return applyRates(sources, found, request);
}

function price(sources: PriceSources, request: RatingRequest, divide: Divide): RatingOutcome {
  const applied = applyPrice(sources, request);
  if (applied.kind === 'unpriced') return applied;
  const { found, sum, multiplier, perRequest } = applied;
  const { picoUsd, per } = perRequest ?? NOTHING;
  // One fraction for the whole charge, so that the division below is the only rounding.
  const tokens = (sum.atRates * multiplier.numerator + sum.atCeiling * multiplier.denominator) * per;
  const requests = BigInt(request.requests ?? 1) * picoUsd * multiplier.denominator;
  const costNanoUsd = divide(tokens + requests, multiplier.denominator * per * 1000n);
  if (costNanoUsd > MAX_AMOUNT_NANO_USD) return unpriced('out_of_range');
  return { kind: 'priced', costNanoUsd, ...provenance(sources, found, applied.usedCeiling) };
}

const NOTHING: UnitPrice = { picoUsd: 0n, per: 1n };

export interface AppliedRates {
  readonly kind: 'applied';
  readonly found: FoundPrice | NoPrice;
  readonly rates: TokenRates;
  readonly sum: TokenSum;
  readonly multiplier: Multiplier;
  readonly perRequest: UnitPrice | null;
  readonly usedCeiling: boolean;
}

function applyRates(
  { ceiling }: PriceSources,
  found: FoundPrice | NoPrice,
  { buckets, serviceTier }: RatingRequest,
): AppliedRates | UnpricedUsage {
  if (found.kind === 'not_found') {
    const sum = sumTokens(NO_RATES, buckets, ceiling);
    return { kind: 'applied', found, rates: NO_RATES, sum, multiplier: STANDARD, perRequest: null, usedCeiling: true };
  }
  const { terms } = found;
  const tier = serviceTierOf(found, serviceTier);
  if (tier === null && ceiling === null) return unpriced('unknown_service_tier');
  const listed = ratesFor(tier?.card ?? terms, promptTokens(buckets));
  const rates = tier === null && ceiling !== null ? raiseToCeiling(listed, ceiling) : listed;
  const sum = sumTokens(rates, buckets, ceiling);
  // Rates that were raised from nothing are the ceiling's too.
  const isAtCeiling = sum.usedCeiling || (tier === null && sum.atRates > 0n);
  if (hasNoTokenPrice(listed, terms.perRequest) && (sum.missing !== null || !isAtCeiling)) {
    return unpriced('no_token_price');
  }
  if (sum.missing !== null) return unpriced('no_bucket_price', sum.missing);
  const multiplier = tier?.multiplier ?? STANDARD;
  return {
    kind: 'applied',
    found,
    rates,
    sum,
    multiplier,
    perRequest: terms.perRequest,
    usedCeiling: sum.usedCeiling || tier === null,
  };
}

// A model that is charged by the page or the second has no rates. Its tokens must not come out as free, even where the
// provider reports none.
function hasNoTokenPrice(rates: TokenRates, perRequest: UnitPrice | null): boolean {
  if (rates.inputUncached !== null || rates.output !== null || perRequest !== null) return false;
  return Object.values(rates).every((value) => value === null);
}

type Provenance = Pick<PricedUsage, 'priceVersion' | 'matched' | 'source'>;

function provenance({ ceiling }: PriceSources, found: FoundPrice | NoPrice, usedCeiling: boolean): Provenance {
  if (found.kind === 'found' && !usedCeiling) {
    return { priceVersion: found.priceVersion, matched: found.matched, source: found.source };
  }
  const ceilingVersion = `ceiling:${ceiling?.id ?? ''}`;
  if (found.kind === 'not_found') return { priceVersion: ceilingVersion, matched: null, source: 'ceiling' };
  return { priceVersion: `${found.priceVersion}+${ceilingVersion}`, matched: found.matched, source: 'ceiling' };
}

function unpriced(reason: UnpricedReason, missing: RatedBucket | null = null): UnpricedUsage {
  return { kind: 'unpriced', reason, missing };
}
