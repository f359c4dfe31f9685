import { type Multiplier, NO_RATES, parseRate, type PriceTerms, type RateCard, type TokenRates } from '@cofferdam/core';
import type { ModelRef } from './convert-terms.ts';
import { MODEL_TIERS, PRIORITY_USD_PER_MTOK } from './provider-rules.ts';

/** Adds the prices of the service tiers that a provider sells for this model alone. */
export function withModelTiers(ref: ModelRef, terms: PriceTerms): PriceTerms {
  const tiers = new Map<string, RateCard>();
  const priority = ref.provider === 'openai' ? PRIORITY_USD_PER_MTOK[ref.model] : undefined;
  if (priority !== undefined) tiers.set('priority', priorityCard(priority, terms));
  for (const [name, multiplier] of Object.entries(MODEL_TIERS[ref.provider]?.[ref.model] ?? {})) {
    tiers.set(name, scaledCard(terms, multiplier));
  }
  return tiers.size === 0 ? terms : { ...terms, serviceTiers: tiers };
}

function priorityCard(listed: readonly [string, string, string], terms: PriceTerms): RateCard {
  const [inputUncached, cacheRead, output] = listed.map(readOwnRate);
  const rates = { ...NO_RATES, inputUncached, cacheRead, output, imageInput: inputUncached } as TokenRates;
  return { rates, contextTiers: terms.contextTiers.map((tier) => ({ ...tier, rates: NO_RATES })) };
}

function readOwnRate(usdPerMtok: string): bigint {
  const parsed = parseRate(usdPerMtok);
  if (!parsed.ok) throw new Error(`The rate ${usdPerMtok} ${parsed.reason}`);
  return parsed.value;
}

function scaledCard({ rates, contextTiers }: RateCard, multiplier: Multiplier): RateCard {
  return {
    rates: scaledRates(rates, multiplier),
    contextTiers: contextTiers.map((tier) => ({ ...tier, rates: scaledRates(tier.rates, multiplier) })),
  };
}

/** A rate that does not come out whole would be rounded before its charge is: the seed refuses it. */
function scaledRates(rates: TokenRates, { numerator, denominator }: Multiplier): TokenRates {
  const scaled = Object.entries(rates).map(([bucket, rate]) => {
    if (rate === null) return [bucket, null];
    if ((rate * numerator) % denominator !== 0n) throw new Error(`${bucket} at ${rate} cannot be scaled exactly`);
    return [bucket, (rate * numerator) / denominator];
  });
  return Object.fromEntries(scaled) as TokenRates;
}
