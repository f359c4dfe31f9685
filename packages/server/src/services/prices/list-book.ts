import {
  type ModelPrices,
  periodAt,
  periodVersion,
  type PriceBook,
  type PricePeriod,
  type ProviderPrices,
} from '@cofferdam/core';

export interface BookSearch {
  readonly provider: string | null;
  /** A part of `provider/model`, in any case. */
  readonly part: string | null;
  readonly timeMs: number;
  /** `provider/model` of the last one seen. */
  readonly after: string | null;
  readonly limit: number;
}

/** A model of the book with the terms that hold at a time. */
export interface BookEntry {
  readonly name: string;
  readonly provider: ProviderPrices;
  readonly model: ModelPrices;
  readonly period: PricePeriod;
  readonly priceVersion: string;
  /** When other terms begin to hold for good; null where none are known to. */
  readonly untilMs: number | null;
}

function untilOf({ periods }: ModelPrices, timeMs: number): number | null {
  const later = periods.flatMap(({ fromMs }) => (fromMs !== null && fromMs > timeMs ? [fromMs] : []));
  return later.length === 0 ? null : Math.min(...later);
}

/** What the book lists at a time, by provider and model. Models that have no price at that time are left out. */
export function listBook(book: PriceBook, { provider: only, part, timeMs, after, limit }: BookSearch): BookEntry[] {
  const needle = part?.toLowerCase() ?? '';
  const named = book.providers
    .filter(({ id }) => only === null || id === only)
    .flatMap((provider) => provider.models.map((model) => ({ name: `${provider.id}/${model.id}`, provider, model })))
    .filter(({ name }) => name.toLowerCase().includes(needle) && (after === null || name > after))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const entries: BookEntry[] = [];
  for (const { name, provider, model } of named) {
    if (entries.length === limit) break;
    const period = periodAt(model, timeMs);
    if (period === undefined) continue;
    const priceVersion = periodVersion(book, { provider, model, matched: 'exact' }, period);
    entries.push({ name, provider, model, period, priceVersion, untilMs: untilOf(model, timeMs) });
  }
  return entries;
}
