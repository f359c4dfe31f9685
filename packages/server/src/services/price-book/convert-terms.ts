import {
  type ContextTier,
  NO_RATES,
  type PriceTerms,
  RATE_DECIMALS,
  RATED_BUCKETS,
  type RateCard,
  type RatedBucket,
  type TokenRates,
  type UnitPrice,
} from '@cofferdam/core';
import type { ModelPrice } from '@pydantic/genai-prices';
import { scalePrice } from './exact-decimal.ts';
import { BILLED_AS_INPUT, FAMILY_TOOLS } from './provider-rules.ts';
import type { SeedNote } from './seed-report.ts';

const RATE_OF_KEY: Readonly<Record<string, keyof TokenRates>> = {
  input_mtok: 'inputUncached',
  cache_read_mtok: 'cacheRead',
  cache_write_mtok: 'cacheWrite5m',
  cache_write_1h_mtok: 'cacheWrite1h',
  output_mtok: 'output',
  output_reasoning_mtok: 'reasoning',
  input_audio_mtok: 'audioInput',
  output_audio_mtok: 'audioOutput',
  input_image_mtok: 'imageInput',
  output_image_mtok: 'imageOutput',
};

interface CountedUnit {
  readonly tool: string;
  readonly per: bigint;
}

const UNIT_OF_KEY: Readonly<Record<string, CountedUnit>> = {
  web_searches_kcount: { tool: 'web_search', per: 1000n },
  storage_searches_kcount: { tool: 'file_search', per: 1000n },
  input_text_messages_kcount: { tool: 'text_message', per: 1000n },
  input_document_kpages: { tool: 'document_page', per: 1000n },
  input_annotated_document_kpages: { tool: 'annotated_document_page', per: 1000n },
  audio_hours: { tool: 'audio_second', per: 3600n },
};

// The hours of audio that went in are the hours of audio, wherever the catalogue lists both: one price for one thing.
const SAID_TWICE: Readonly<Record<string, string>> = { input_audio_hours: 'audio_hours' };

const REQUESTS_KEY = 'requests_kcount';

const USD_DECIMALS = 12;

export interface ModelRef {
  readonly provider: string;
  readonly model: string;
}

/** Converts what one model costs in one period. What does not carry over exactly goes into `notes`. */
export function convertTerms(ref: ModelRef, prices: ModelPrice, notes: SeedNote[]): PriceTerms {
  // What the catalogue lists for the model itself stands before what holds for its family.
  const tools = new Map<string, UnitPrice>(Object.entries(familyTools(ref)));
  const rates = new Map<keyof TokenRates, ListedRate>();
  let perRequest: UnitPrice | null = null;
  for (const [key, listed] of Object.entries(prices)) {
    if (listed === undefined) continue;
    const note = (kind: SeedNote['kind']) => notes.push({ kind, ...ref, key, listed: JSON.stringify(listed) });
    const rate = RATE_OF_KEY[key];
    const unit = UNIT_OF_KEY[key];
    if (rate !== undefined) rates.set(rate, readRate(listed, note));
    else if (unit !== undefined && typeof listed === 'number') tools.set(unit.tool, readUnit(listed, unit.per, note));
    else if (key === REQUESTS_KEY && typeof listed === 'number') perRequest = readUnit(listed, 1000n, note);
    else if (prices[SAID_TWICE[key] ?? ''] !== listed) note('left_out');
  }
  const card = isFreeVariant(ref, prices) ? FREE : readCard(ref.provider, rates);
  if (Object.keys(prices).length === 0 && card !== FREE)
    notes.push({ kind: 'no_price', ...ref, key: '', listed: '{}' });
  return { ...card, perRequest, tools, serviceTiers: new Map() };
}

function familyTools({ provider, model }: ModelRef): Readonly<Record<string, UnitPrice>> {
  return FAMILY_TOOLS[provider]?.find(({ models }) => models.test(model))?.tools ?? {};
}

type Note = (kind: SeedNote['kind']) => void;

interface ListedRate {
  readonly base: bigint;
  readonly tiers: readonly { readonly abovePromptTokens: number; readonly rate: bigint }[];
}

type Listed = NonNullable<ModelPrice[string]>;

function readRate(listed: Listed, note: Note): ListedRate {
  if (typeof listed === 'number') return { base: scale(listed, RATE_DECIMALS, note), tiers: [] };
  const tiers = listed.tiers.map(({ start, price }) => {
    return { abovePromptTokens: start, rate: scale(price, RATE_DECIMALS, note) };
  });
  return { base: scale(listed.base, RATE_DECIMALS, note), tiers };
}

function readUnit(listed: number, per: bigint, note: Note): UnitPrice {
  return { picoUsd: scale(listed, USD_DECIMALS, note), per };
}

function scale(listed: number, decimals: number, note: Note): bigint {
  const { value, adjusted } = scalePrice(listed, decimals);
  if (adjusted) note('adjusted');
  return value;
}

// A tier is listed for each rate on its own; ours replaces all rates. A rate without the tier stays as it was below.
function readCard(provider: string, listed: ReadonlyMap<keyof TokenRates, ListedRate>): RateCard {
  const starts = new Set([...listed.values()].flatMap(({ tiers }) => tiers.map((tier) => tier.abovePromptTokens)));
  const contextTiers: ContextTier[] = [...starts]
    .toSorted((a, b) => a - b)
    .map((abovePromptTokens) => ({ abovePromptTokens, rates: ratesAbove(provider, listed, abovePromptTokens) }));
  return { rates: ratesAbove(provider, listed, -1), contextTiers };
}

function ratesAbove(
  provider: string,
  listed: ReadonlyMap<keyof TokenRates, ListedRate>,
  abovePromptTokens: number,
): TokenRates {
  const rates: Record<keyof TokenRates, bigint | null> = { ...NO_RATES };
  for (const [name, { base, tiers }] of listed) {
    const reached = tiers.filter((tier) => tier.abovePromptTokens <= abovePromptTokens);
    const highest = reached.toSorted((a, b) => b.abovePromptTokens - a.abovePromptTokens)[0];
    rates[name] = highest?.rate ?? base;
  }
  for (const bucket of BILLED_AS_INPUT[provider] ?? []) rates[bucket] ??= rates.inputUncached;
  return rates;
}

const FREE: RateCard = { rates: allRates(0n), contextTiers: [] };

function allRates(rate: bigint): TokenRates {
  const rates: Partial<Record<RatedBucket, bigint>> = {};
  for (const bucket of RATED_BUCKETS) rates[bucket] = rate;
  return { ...NO_RATES, ...rates };
}

// An empty price says nothing. Only the `:free` variants are known to be free, by what OpenRouter documents the suffix
// to mean; subscriptions and models that are sold by the song are listed as empty too.
function isFreeVariant({ model }: ModelRef, prices: ModelPrice): boolean {
  return model.endsWith(':free') && Object.keys(prices).length === 0;
}
