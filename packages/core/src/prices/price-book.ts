import { compileClause, declaredNames, declaredPrefixes, type Matcher } from './match-clause.ts';
import type { ModelPrices, PriceBookData, PricePeriod, ProviderPrices } from './price-book-data.ts';

/**
 * How a name led to a price: `exact` by the model's id or another name that the book spells out; `alias` by a name that
 * stands for it (an org's alias, a dated snapshot of a spelled-out name, another provider's list that the book says
 * holds here); `pattern` by a looser clause, which may be wrong and is flagged on the record.
 */
export type Matched = 'exact' | 'alias' | 'pattern';

export interface FoundModel {
  readonly provider: ProviderPrices;
  readonly model: ModelPrices;
  readonly matched: Matched;
}

export interface PriceBook {
  readonly version: string;
  /** All that it lists. */
  readonly providers: readonly ProviderPrices[];
  provider(id: string): ProviderPrices | undefined;
  /** The model that a provider's name for it means; undefined where the book does not know it. */
  find(providerId: string, model: string): FoundModel | undefined;
}

interface ProviderIndex {
  readonly prices: ProviderPrices;
  readonly byName: ReadonlyMap<string, ModelPrices>;
  readonly patterns: readonly { readonly model: ModelPrices; readonly matches: Matcher }[];
  /** Answers so far. Clauses are slow to go through, and the same few names come again and again. */
  readonly found: Map<string, FoundModel | undefined>;
}

// Names come from callers, so the answers are bounded: by length and by number.
const MAX_NAME_LENGTH = 256;
const MAX_REMEMBERED = 10_000;

/** Indexes a book for lookups. Throws where two models of a provider declare the same name: the price would be a toss-up. */
export function createPriceBook(data: PriceBookData): PriceBook {
  const indexes = new Map(data.providers.map((prices) => [prices.id, indexProvider(prices)]));
  return {
    version: data.version,
    providers: data.providers,
    provider: (id) => indexes.get(id)?.prices,
    find(providerId, model) {
      const index = indexes.get(providerId);
      if (index === undefined || model.length > MAX_NAME_LENGTH) return undefined;
      if (index.found.has(model)) return index.found.get(model);
      const found = findOwn(index, model) ?? findInFallbacks(indexes, index, model);
      if (index.found.size >= MAX_REMEMBERED) index.found.clear();
      index.found.set(model, found);
      return found;
    },
  };
}

function indexProvider(prices: ProviderPrices): ProviderIndex {
  const byName = new Map<string, ModelPrices>();
  for (const model of prices.models) {
    for (const name of new Set([model.id.toLowerCase(), ...declaredNames(model.match)])) {
      if (byName.has(name)) throw new Error(`The price book has two models of ${prices.id} that are named ${name}`);
      byName.set(name, model);
    }
  }
  const patterns = prices.models.map((model) => ({ model, matches: compileClause(model.match) }));
  return { prices, byName, patterns, found: new Map() };
}

function findOwn(index: ProviderIndex, name: string): FoundModel | undefined {
  const exact = index.byName.get(name.toLowerCase());
  if (exact !== undefined) return { provider: index.prices, model: exact, matched: 'exact' };
  const loose = index.patterns.find(({ matches }) => matches(name))?.model;
  if (loose === undefined) return undefined;
  return { provider: index.prices, model: loose, matched: isSnapshot(index, loose, name) ? 'alias' : 'pattern' };
}

const SNAPSHOT = /-(?:20\d{6}|20\d\d-\d\d-\d\d|latest)$/;

function isSnapshot(index: ProviderIndex, model: ModelPrices, name: string): boolean {
  const base = name.toLowerCase().replace(SNAPSHOT, '');
  return index.byName.get(base) === model || declaredPrefixes(model.match).includes(base);
}

function findInFallbacks(
  indexes: ReadonlyMap<string, ProviderIndex>,
  { prices }: ProviderIndex,
  name: string,
): FoundModel | undefined {
  for (const id of prices.fallbackProviders) {
    const index = indexes.get(id);
    const found = index && findOwn(index, name);
    if (found) return { ...found, matched: found.matched === 'pattern' ? 'pattern' : 'alias' };
  }
  return undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The period of a model that holds at an instant: the last in the list that does. */
export function periodAt(model: ModelPrices, timeMs: number): PricePeriod | undefined {
  return model.periods.findLast((period) => holds(period, timeMs));
}

function holds({ fromMs, daily }: PricePeriod, timeMs: number): boolean {
  if (fromMs !== null && timeMs < fromMs) return false;
  if (daily === null) return true;
  const ofDayMs = ((timeMs % DAY_MS) + DAY_MS) % DAY_MS;
  if (daily.startMs <= daily.endMs) return ofDayMs >= daily.startMs && ofDayMs < daily.endMs;
  return ofDayMs >= daily.startMs || ofDayMs < daily.endMs;
}

/** Names a period of a book for ever: what a charge stores to say at which price it was made. */
export function periodVersion(book: PriceBook, found: FoundModel, period: PricePeriod): string {
  return `${book.version}#${found.provider.id}/${found.model.id}@${period.id}`;
}

const VERSION = /^([^#]*)#([^/]*)\/(.*)@([^@+]*)(?:\+ceiling:.*)?$/;

/**
 * Finds the period again that a charge's price version names (where a ceiling filled gaps, the period that had them);
 * undefined where it is not of this book.
 */
export function findPeriod(book: PriceBook, version: string): PricePeriod | undefined {
  const [, bookVersion, provider, model, id] = VERSION.exec(version) ?? [];
  if (bookVersion !== book.version || provider === undefined || model === undefined) return undefined;
  return book.find(provider, model)?.model.periods.find((period) => period.id === id);
}
