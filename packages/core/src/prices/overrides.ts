import type { PriceTerms } from './price-book-data.ts';
import { NO_RATES, parseRate, RATED_BUCKETS, type RatedBucket, type RateCard, type TokenRates } from './token-rates.ts';
import { parseUnitPrice, type UnitPrice } from './unit-price.ts';

/** Rates as an org writes them: USD per million tokens, decimal strings with at most six decimals. Absent is no price. */
export type RateTexts = Readonly<Partial<Record<RatedBucket | 'reasoning', string | null | undefined>>>;

/**
 * An org's own price of a model, or its own name for one, from a time on. It is the whole price: what it leaves out is
 * not filled from an earlier override or from the book, since the org's contract may well not have it. The one thing
 * that stays the book's is the price of tokens where the override has only prices of tools, and the other way round.
 */
export interface OverrideInput {
  readonly id: string;
  readonly provider: string;
  /** The model as callers name it, or `*` for prices of tools whatever the model. */
  readonly model: string;
  readonly effectiveFromMs: number;
  /** The model that `model` is another name for; its prices then hold, and no others may be given. */
  readonly aliasOf?: ModelName | null | undefined;
  readonly usdPerMtok?: RateTexts | null | undefined;
  /** Rates of service tiers, by name; without them the provider's own multipliers apply to these rates. */
  readonly serviceTiersUsdPerMtok?: Readonly<Record<string, RateTexts>> | null | undefined;
  readonly usdPerRequest?: string | null | undefined;
  /** USD for each unit of a tool, by name. */
  readonly toolsUsd?: Readonly<Record<string, string>> | null | undefined;
}

export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

export interface Override {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly effectiveFromMs: number;
  readonly aliasOf: ModelName | null;
  readonly terms: PriceTerms;
  /** Whether it prices the model's own usage; if not (only tools), the book goes on pricing that. */
  readonly pricesTokens: boolean;
}

export type OverrideOutcome =
  | { readonly kind: 'override'; readonly override: Override }
  | { readonly kind: 'invalid_override'; readonly field: string; readonly reason: string };

/** Reads an override. The first figure that is not an exact price is refused by the name of its field. */
export function parseOverride(input: OverrideInput): OverrideOutcome {
  const { id, provider, model, effectiveFromMs } = input;
  const aliasOf = input.aliasOf ?? null;
  const refusals: Refusal[] = [];
  const terms: PriceTerms = {
    rates: readRates(input.usdPerMtok ?? {}, 'usdPerMtok', refusals),
    contextTiers: [],
    serviceTiers: readServiceTiers(input.serviceTiersUsdPerMtok ?? {}, refusals),
    perRequest: readUnit(input.usdPerRequest ?? null, 'usdPerRequest', refusals),
    tools: readTools(input.toolsUsd ?? {}, refusals),
  };
  if (aliasOf !== null && (hasTokenPrices(terms) || terms.tools.size > 0)) {
    refusals.push({ field: 'aliasOf', reason: 'stands beside prices of its own' });
  }
  const refusal = refusals[0];
  if (refusal !== undefined) return { kind: 'invalid_override', ...refusal };
  const pricesTokens = hasTokenPrices(terms);
  return { kind: 'override', override: { id, provider, model, effectiveFromMs, aliasOf, terms, pricesTokens } };
}

interface Refusal {
  readonly field: string;
  readonly reason: string;
}

const RATE_NAMES = [...RATED_BUCKETS, 'reasoning'] as const;

function readRates(texts: RateTexts, path: string, refusals: Refusal[]): TokenRates {
  const rates: Record<RatedBucket | 'reasoning', bigint | null> = { ...NO_RATES };
  for (const name of RATE_NAMES) {
    const text = texts[name] ?? null;
    if (text === null) continue;
    const parsed = parseRate(text);
    if (parsed.ok) rates[name] = parsed.value;
    else refusals.push({ field: `${path}.${name}`, reason: parsed.reason });
  }
  return rates;
}

function readServiceTiers(tiers: Readonly<Record<string, RateTexts>>, refusals: Refusal[]): Map<string, RateCard> {
  const cards = new Map<string, RateCard>();
  for (const [tier, texts] of Object.entries(tiers)) {
    cards.set(tier, { rates: readRates(texts, `serviceTiersUsdPerMtok.${tier}`, refusals), contextTiers: [] });
  }
  return cards;
}

function readTools(tools: Readonly<Record<string, string>>, refusals: Refusal[]): Map<string, UnitPrice> {
  const prices = new Map<string, UnitPrice>();
  for (const [tool, text] of Object.entries(tools)) {
    const price = readUnit(text, `toolsUsd.${tool}`, refusals);
    if (price !== null) prices.set(tool, price);
  }
  return prices;
}

function readUnit(text: string | null, field: string, refusals: Refusal[]): UnitPrice | null {
  if (text === null) return null;
  const parsed = parseUnitPrice(text, 1n);
  if (parsed.ok) return parsed.value;
  refusals.push({ field, reason: parsed.reason });
  return null;
}

function hasTokenPrices({ rates, serviceTiers, perRequest }: PriceTerms): boolean {
  return serviceTiers.size > 0 || perRequest !== null || Object.values(rates).some((rate) => rate !== null);
}
