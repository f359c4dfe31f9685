import type { MatchClause } from './match-clause.ts';
import type { RateCard } from './token-rates.ts';
import type { UnitPrice } from './unit-price.ts';

/** What a model costs, as of one version of its price. */
export interface PriceTerms extends RateCard {
  /** Prices of service tiers that are listed for this model; they stand before the provider's multipliers. */
  readonly serviceTiers: ReadonlyMap<string, RateCard>;
  /** Charged for each request besides its tokens; null where there is no such charge. */
  readonly perRequest: UnitPrice | null;
  /** Prices of tools and other counted units, by name. */
  readonly tools: ReadonlyMap<string, UnitPrice>;
}

/** Terms and when they hold. */
export interface PricePeriod {
  /** Names the period within its model, for ever: part of the version that each charge stores. */
  readonly id: string;
  /** The first instant, in epoch milliseconds; null where the terms hold from the beginning. */
  readonly fromMs: number | null;
  /** The part of every day, in UTC, to which the terms are limited; null where they hold all day. */
  readonly daily: DailyHours | null;
  readonly terms: PriceTerms;
}

/** From `startMs` up to and without `endMs`, in milliseconds after midnight UTC; over midnight where it ends first. */
export interface DailyHours {
  readonly startMs: number;
  readonly endMs: number;
}

export interface ModelPrices {
  readonly id: string;
  readonly match: MatchClause;
  /** In order: the last one that holds at the time counts. */
  readonly periods: readonly PricePeriod[];
}

/** What a service tier makes of every token rate: an exact fraction of it. */
export interface Multiplier {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface ProviderPrices {
  readonly id: string;
  /** In order: the first one whose clause matches counts, where no name is declared in full. */
  readonly models: readonly ModelPrices[];
  /** Providers whose prices hold here for models that this one does not list. */
  readonly fallbackProviders: readonly string[];
  readonly serviceTiers: ReadonlyMap<string, Multiplier>;
  /** Prices of tools that are the same for every model of the provider. */
  readonly tools: ReadonlyMap<string, UnitPrice>;
}

/** One version of the whole book. A book is never changed: a change makes a new version. */
export interface PriceBookData {
  readonly version: string;
  readonly providers: readonly ProviderPrices[];
}
