import { divideUp, MAX_AMOUNT_NANO_USD, type PicoUsd } from '../money/index.ts';
import type { CallBound } from './call-bound.ts';
import { type Ceiling, ceilingRate, raiseToCeiling } from './ceiling.ts';
import { findPrice, type FoundPrice, type PriceSources } from './find-price.ts';
import type { Multiplier } from './price-book-data.ts';
import { rateTool } from './rate-tool.ts';
import { type ServiceTier, serviceTierOf, STANDARD } from './service-tier.ts';
import { NO_RATES, type RateCard, type RatedBucket, type TokenRates } from './token-rates.ts';

export interface BoundRequest {
  readonly provider: string;
  readonly model: string;
  readonly timeMs: number;
  readonly bound: CallBound;
  /** The cap on the output of each choice. */
  readonly outputTokens: number;
}

/** One way in which the provider may bill the call. */
interface Billing {
  readonly rates: TokenRates;
  readonly multiplier: Multiplier;
}

/** Every part of the prompt may be read from the cache, or written to it for as long as the provider sells. */
const TEXT_BUCKETS = ['inputUncached', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;

/**
 * The most that a call within these bounds can cost, in nano-USD, rounded up; null where some part of it has no price.
 * It takes the dearest of everything that the provider may bill: cache writes, the rates of every length of prompt that
 * the bound reaches, reasoning, the tier that is asked for and the standard one that may serve it instead. It never falls
 * as the output grows, so that the largest output that is affordable can be searched for.
 */
export function boundCost(sources: PriceSources, request: BoundRequest): bigint | null {
  const tools = toolCost(sources, request);
  const found = findPrice(sources, request.provider, request.model, request.timeMs);
  const billings = billingsOf(sources.ceiling, found.kind === 'found' ? found : null, request.bound);
  if (tools === null || billings === null) return null;
  let dearest = 0n;
  for (const { rates, multiplier } of billings) {
    const tokens = tokenCost(rates, sources.ceiling, request);
    if (tokens === null) return null;
    const cost = divideUp(tokens * multiplier.numerator, multiplier.denominator * 1000n);
    if (cost > dearest) dearest = cost;
  }
  const total = dearest + tools + requestCost(found.kind === 'found' ? found : null);
  return total > MAX_AMOUNT_NANO_USD ? null : total;
}

function requestCost(found: FoundPrice | null): bigint {
  const perRequest = found?.terms.perRequest ?? null;
  return perRequest === null ? 0n : divideUp(perRequest.picoUsd, perRequest.per * 1000n);
}

function toolCost(sources: PriceSources, { provider, model, timeMs, bound }: BoundRequest): bigint | null {
  let total = 0n;
  for (const { name, quantity } of bound.tools) {
    const priced = rateTool(sources, { provider, model, tool: name, quantity, timeMs });
    if (priced.kind === 'unpriced') return null;
    total += priced.costNanoUsd;
  }
  return total;
}

/** Null where the price is not known: no price at all, or none for the tier that is asked for, and no ceiling either. */
function billingsOf(ceiling: Ceiling | null, found: FoundPrice | null, bound: CallBound): readonly Billing[] | null {
  if (found === null) return ceiling === null ? null : [{ rates: NO_RATES, multiplier: STANDARD }];
  const standard: ServiceTier = { card: found.terms, multiplier: STANDARD };
  const asked = serviceTierOf(found, bound.serviceTier);
  if (asked === null && ceiling === null) return null;
  const tiers = [
    standard,
    ...(asked === null ? [] : [asked]),
    ...(bound.anyServiceTier === true ? allTiers(found) : []),
  ];
  return tiers.flatMap(({ card, multiplier }) =>
    ratesReached(card, bound.inputTokens).map((rates) => ({
      rates: asked === null && ceiling !== null ? raiseToCeiling(rates, ceiling) : rates,
      multiplier,
    })),
  );
}

function allTiers(found: FoundPrice): ServiceTier[] {
  return [...found.terms.serviceTiers.values()].map((card) => ({ card, multiplier: STANDARD }));
}

/** A shorter prompt than the bound is billed at the rates below, a full one at those above. */
function ratesReached(card: RateCard, inputTokens: number): TokenRates[] {
  const above = card.contextTiers.filter((tier) => inputTokens > tier.abovePromptTokens);
  return [card.rates, ...above.map((tier) => tier.rates)];
}

function tokenCost(rates: TokenRates, ceiling: Ceiling | null, request: BoundRequest): PicoUsd | null {
  const { bound, outputTokens } = request;
  const audio = Math.min(bound.audioInputTokens, bound.inputTokens);
  const image = Math.min(bound.imageInputTokens, bound.inputTokens - audio);
  const parts: readonly (readonly [tokens: number, buckets: readonly RatedBucket[]])[] = [
    [bound.inputTokens - audio - image, TEXT_BUCKETS],
    [audio, [...TEXT_BUCKETS, 'audioInput']],
    [image, [...TEXT_BUCKETS, 'imageInput']],
    [outputTokens * bound.choices, outputBuckets(bound)],
  ];
  let total = 0n;
  for (const [tokens, buckets] of parts) {
    if (tokens === 0) continue;
    const rate = dearestRate(rates, ceiling, buckets);
    if (rate === null) return null;
    total += BigInt(tokens) * rate;
  }
  return total;
}

function outputBuckets({ audioOutput, imageOutput }: CallBound): readonly RatedBucket[] {
  return [
    'output',
    ...(audioOutput ? (['audioOutput'] as const) : []),
    ...(imageOutput ? (['imageOutput'] as const) : []),
  ];
}

/** Cached parts of a prompt cost something of their own only where the provider lists a rate for them. */
function isOnlyBilledWhereListed(bucket: RatedBucket): boolean {
  return bucket === 'cacheRead' || bucket === 'cacheWrite5m' || bucket === 'cacheWrite1h';
}

function dearestRate(rates: TokenRates, ceiling: Ceiling | null, buckets: readonly RatedBucket[]): PicoUsd | null {
  let dearest = 0n;
  for (const bucket of buckets) {
    if (rates[bucket] === null && isOnlyBilledWhereListed(bucket)) continue;
    const rate = rates[bucket] ?? (ceiling === null ? null : ceilingRate(ceiling, bucket));
    if (rate === null) return null;
    if (rate > dearest) dearest = rate;
  }
  const { reasoning } = rates;
  return buckets.includes('output') && reasoning !== null && reasoning > dearest ? reasoning : dearest;
}
