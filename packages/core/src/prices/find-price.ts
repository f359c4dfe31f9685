import type { Ceiling } from './ceiling.ts';
import type { OverrideSet } from './override-set.ts';
import type { Override } from './overrides.ts';
import { type Matched, periodAt, periodVersion, type PriceBook } from './price-book.ts';
import type { PriceTerms, ProviderPrices } from './price-book-data.ts';

/** Everything that prices one org's usage. */
export interface PriceSources {
  readonly book: PriceBook;
  readonly overrides: OverrideSet;
  /** Null where usage without a price stays unpriced. */
  readonly ceiling: Ceiling | null;
}

/** The price of a model at a time. */
export interface FoundPrice {
  readonly kind: 'found';
  readonly terms: PriceTerms;
  /** The rules of the provider whose price it is; undefined where only the org knows the provider. */
  readonly provider: ProviderPrices | undefined;
  /** The name under which the price is kept: what other names of the model come down to. */
  readonly canonical: { readonly provider: string; readonly model: string };
  readonly matched: Matched;
  readonly source: 'book' | 'override';
  /** From which these exact terms can be found again. */
  readonly priceVersion: string;
}

export interface NoPrice {
  readonly kind: 'not_found';
  readonly reason: 'unknown_provider' | 'unknown_model' | 'no_price_at_time';
}

/**
 * Finds the price of a model as of an instant: the org's override, else the book's. An override that is an alias leads
 * to the price of the model that it names, and no further: an alias of an alias is not followed.
 */
export function findPrice(
  sources: PriceSources,
  provider: string,
  model: string,
  timeMs: number,
): FoundPrice | NoPrice {
  const target = sources.overrides.find(provider, model, timeMs)?.aliasOf ?? null;
  if (target === null) return findNamed(sources, provider, model, timeMs);
  const found = findNamed(sources, target.provider, target.model, timeMs);
  return found.kind === 'found' && found.matched === 'exact' ? { ...found, matched: 'alias' } : found;
}

function findNamed(sources: PriceSources, provider: string, model: string, timeMs: number): FoundPrice | NoPrice {
  const override = sources.overrides.find(provider, model, timeMs);
  if (override?.pricesTokens === true) return foundOverride(sources.book, override);
  return findInBook(sources.book, provider, model, timeMs);
}

// The org's price keeps the book's name of the model, or a budget on the model would miss usage under its other names.
function foundOverride(book: PriceBook, override: Override): FoundPrice {
  const listed = book.find(override.provider, override.model);
  const known = listed?.matched === 'exact' ? { provider: listed.provider.id, model: listed.model.id } : override;
  return {
    kind: 'found',
    terms: override.terms,
    provider: book.provider(override.provider),
    canonical: { provider: known.provider, model: known.model },
    matched: 'exact',
    source: 'override',
    priceVersion: `override:${override.id}`,
  };
}

function findInBook(book: PriceBook, provider: string, model: string, timeMs: number): FoundPrice | NoPrice {
  const found = book.find(provider, model);
  if (found === undefined) {
    return { kind: 'not_found', reason: book.provider(provider) === undefined ? 'unknown_provider' : 'unknown_model' };
  }
  const period = periodAt(found.model, timeMs);
  if (period === undefined) return { kind: 'not_found', reason: 'no_price_at_time' };
  return {
    kind: 'found',
    terms: period.terms,
    provider: found.provider,
    canonical: { provider: found.provider.id, model: found.model.id },
    matched: found.matched,
    source: 'book',
    priceVersion: periodVersion(book, found, period),
  };
}

/**
 * The name under which a model's price is kept, for one of its names; the name itself where it is only loosely known, or
 * where it is the price of another provider.
 */
export function canonicalName(sources: PriceSources, provider: string, model: string, timeMs: number): string {
  const found = findPrice(sources, provider, model, timeMs);
  const isOwn = found.kind === 'found' && found.matched !== 'pattern' && found.canonical.provider === provider;
  return isOwn ? found.canonical.model : model;
}

/**
 * Whether usage of a model can be priced at all: what admission under a hard limit asks. A model that is listed without
 * any price is not, and one that is charged by the page or the second is, since its tools have a price.
 */
export function isPriced(sources: PriceSources, provider: string, model: string, timeMs: number): boolean {
  if (sources.ceiling !== null) return true;
  const found = findPrice(sources, provider, model, timeMs);
  if (found.kind === 'not_found') return false;
  const { rates, perRequest, tools } = found.terms;
  return perRequest !== null || tools.size > 0 || Object.values(rates).some((rate) => rate !== null);
}
