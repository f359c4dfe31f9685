import type { FoundPrice } from './find-price.ts';
import type { Multiplier } from './price-book-data.ts';
import type { RateCard } from './token-rates.ts';

export const STANDARD: Multiplier = { numerator: 1n, denominator: 1n };

export interface ServiceTier {
  readonly card: RateCard;
  readonly multiplier: Multiplier;
}

// How providers name the tier that list prices are for: OpenAI answers `default`, Anthropic and Google `standard`.
const STANDARD_NAMES: ReadonlySet<string> = new Set(['standard', 'default']);

/**
 * What a service tier costs: rates listed for the model and tier, else the provider's multiplier on the standard rates.
 * Null where neither is known; `auto` is such a name, since it says what was asked for and not what was served.
 */
export function serviceTierOf(found: FoundPrice, name: string | null): ServiceTier | null {
  const { terms, provider } = found;
  if (name === null || STANDARD_NAMES.has(name)) return { card: terms, multiplier: STANDARD };
  const card = terms.serviceTiers.get(name);
  if (card !== undefined) return { card, multiplier: STANDARD };
  const multiplier = provider?.serviceTiers.get(name);
  return multiplier === undefined ? null : { card: terms, multiplier };
}
