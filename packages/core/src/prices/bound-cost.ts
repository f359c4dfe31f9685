import { divideUp, MAX_AMOUNT_NANO_USD, type PicoUsd } from '../money/index.ts';
import type { CallBound } from './call-bound.ts';
import { type Ceiling, ceilingRate, raiseToCeiling } from './ceiling.ts';
import { findPrice, type FoundPrice, isPriced, type PriceSources } from './find-price.ts';
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
 * as the output grows, so that the largest output that is affordable can be searched for. More than the largest amount
 * there is comes out as that amount: `rate` prices nothing above it.
 *
 * One thing is not in it: under a ceiling price, cached tokens of a model that lists no rate for them. No provider bills
 * a cache that it does not sell, and the ceiling on every prompt would refuse most calls.
 */
export function boundCost(sources: PriceSources, request: BoundRequest): bigint | null {
  const tools = toolCost(sources, request);
  if (tools === null) return null;
  let total = tools;
  for (const model of [request.model, ...(request.bound.otherModels ?? [])]) {
    const cost = attemptCost(sources, { ...request, model });
    if (cost === null) return null;
    total += cost;
  }
  return total > MAX_AMOUNT_NANO_USD ? MAX_AMOUNT_NANO_USD : total;
}

/** What an attempt of one model can cost. */
function attemptCost(sources: PriceSources, request: BoundRequest): bigint | null {
  if (!isPriced(sources, request.provider, request.model, request.timeMs)) return null;
  const found = findPrice(sources, request.provider, request.model, request.timeMs);
  const billings = billingsOf(sources.ceiling, found.kind === 'found' ? found : null, request.bound);
  if (billings === null) return null;
  let dearest = 0n;
  for (const { rates, multiplier } of billings) {
    const tokens = tokenCost(rates, sources.ceiling, request);
    if (tokens === null) return null;
    const cost = divideUp(tokens * multiplier.numerator, multiplier.denominator * 1000n);
    if (cost > dearest) dearest = cost;
  }
  return dearest + requestCost(found.kind === 'found' ? found : null);
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
  const asked = serviceTierOf(found, bound.serviceTier);
  if (asked === null && ceiling === null) return null;
  const tiers: ServiceTier[] = [{ card: found.terms, multiplier: STANDARD }];
  if (asked !== null) tiers.push(asked);
  if (bound.anyServiceTier === true) tiers.push(...allTiers(found));
  return tiers.flatMap(({ card, multiplier }) =>
    ratesReached(card, bound.inputTokens).flatMap((rates) => {
      const listed = { rates, multiplier };
      // The tier that is asked for has no price: it is billed at the ceiling at least, unless another one serves it.
      return asked !== null || ceiling === null
        ? [listed]
        : [listed, { ...listed, rates: raiseToCeiling(rates, ceiling) }];
    }),
  );
}

/** Every tier that the model lists, and every one that the provider sells as a multiple of the standard rates. */
function allTiers({ terms, provider }: FoundPrice): ServiceTier[] {
  const listed = [...terms.serviceTiers.values()].map((card) => ({ card, multiplier: STANDARD }));
  const multiples = [...(provider?.serviceTiers ?? [])].filter(([name]) => !terms.serviceTiers.has(name));
  return [...listed, ...multiples.map(([, multiplier]) => ({ card: terms, multiplier }))];
}

/** A shorter prompt than the bound is billed at the rates below, a full one at those above. */
function ratesReached(card: RateCard, inputTokens: number): TokenRates[] {
  const above = card.contextTiers.filter((tier) => inputTokens > tier.abovePromptTokens);
  return [card.rates, ...above.map((tier) => tier.rates)];
}

function tokenCost(rates: TokenRates, ceiling: Ceiling | null, request: BoundRequest): PicoUsd | null {
  const { bound, outputTokens } = request;
  const prompt = promptCost(rates, ceiling, bound);
  const answer = partCost(outputTokens * bound.choices, dearestRate(rates, ceiling, outputBuckets(bound)));
  return prompt === null || answer === null ? null : prompt + answer;
}

/** The dearest way to fill the prompt: as much of the dearest kind of token as there may be, then of the next. */
function promptCost(rates: TokenRates, ceiling: Ceiling | null, bound: CallBound): PicoUsd | null {
  const kinds = [
    { atMost: bound.inputTokens, rate: dearestRate(rates, ceiling, TEXT_BUCKETS) },
    { atMost: bound.audioInputTokens, rate: dearestRate(rates, ceiling, [...TEXT_BUCKETS, 'audioInput']) },
    { atMost: bound.imageInputTokens, rate: dearestRate(rates, ceiling, [...TEXT_BUCKETS, 'imageInput']) },
  ];
  let left = bound.inputTokens;
  let total = 0n;
  for (const { atMost, rate } of kinds.toSorted(byRate)) {
    const tokens = Math.min(atMost, left);
    const cost = partCost(tokens, rate);
    if (cost === null) return null;
    total += cost;
    left -= tokens;
  }
  return total;
}

interface Kind {
  readonly rate: PicoUsd | null;
}

/** The dearest first. What has no price is before all others: where there may be any of it, the call has none. */
function byRate({ rate: a }: Kind, { rate: b }: Kind): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return Number(a < b) - Number(a > b);
}

function partCost(tokens: number, rate: PicoUsd | null): PicoUsd | null {
  if (tokens === 0) return 0n;
  return rate === null ? null : BigInt(tokens) * rate;
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
