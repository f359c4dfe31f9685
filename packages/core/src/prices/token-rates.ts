import { parseDecimal, type ParsedDecimal, type PicoUsd } from '../money/index.ts';
import type { TokenBuckets } from '../usage/index.ts';

/** The buckets that are charged. `reasoning` is part of `output` and has no charge of its own unless a rate says so. */
export const RATED_BUCKETS = [
  'inputUncached',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'audioInput',
  'audioOutput',
  'imageInput',
  'imageOutput',
] as const satisfies readonly (keyof TokenBuckets)[];

export type RatedBucket = (typeof RATED_BUCKETS)[number];

/**
 * Exact rates in pico-USD per token. Null means that no price is known for the bucket, so that usage of it is unpriced;
 * free is 0. `reasoning` is the one exception: null means that reasoning is billed as output, which is how OpenAI,
 * Anthropic and Google document it.
 */
export type TokenRates = Readonly<Record<RatedBucket | 'reasoning', PicoUsd | null>>;

export const NO_RATES: TokenRates = {
  inputUncached: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  audioInput: null,
  audioOutput: null,
  imageInput: null,
  imageOutput: null,
  reasoning: null,
};

/** Rates, and the rates that replace all of them from some length of the prompt on. */
export interface RateCard {
  readonly rates: TokenRates;
  /** In rising order. A tier holds for the whole request, every bucket of it, once its whole prompt is above it. */
  readonly contextTiers: readonly ContextTier[];
}

export interface ContextTier {
  readonly abovePromptTokens: number;
  readonly rates: TokenRates;
}

/** Rates of USD per million tokens have at most six decimals, which makes them whole pico-USD per token. */
export const RATE_DECIMALS = 6;

const MAX_USD_PER_MTOK = 1_000_000n;

/** Reads USD per million tokens ("1.25") as pico-USD per token. Exact, or refused with a reason. */
export function parseRate(usdPerMtok: unknown): ParsedDecimal {
  return parseDecimal(usdPerMtok, { decimals: RATE_DECIMALS, maxWhole: MAX_USD_PER_MTOK, allowNegative: false });
}

export function ratesFor(card: RateCard, promptTokens: number): TokenRates {
  let rates = card.rates;
  for (const tier of card.contextTiers) {
    if (promptTokens <= tier.abovePromptTokens) break;
    rates = tier.rates;
  }
  return rates;
}
