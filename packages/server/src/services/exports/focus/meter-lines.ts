import {
  isOfModel,
  parseQuantity,
  rate,
  rateParts,
  type RatedPart,
  shareOut,
  type UnitPrice,
  type UsageRecord,
} from '@cofferdam/core';
import type { SourcesOf } from './price-sources.ts';

/** One meter's part of a charge. Quantities are in 10^-9 units, unit prices in 10^-18 USD, so that all of it is exact. */
export interface MeterLine {
  readonly meter: string;
  readonly pricingUnit: 'Tokens' | 'Requests' | 'USD';
  readonly pricingQuantity: bigint;
  readonly unitPrice: bigint;
  readonly consumedUnit: 'Tokens' | 'Requests' | 'Units' | 'Charges';
  readonly consumedQuantity: bigint;
  /** Of the booked cost. */
  readonly costNanoUsd: bigint;
}

const nanoUnit = 10n ** 9n;

const attoUsdPerPico = 10n ** 6n;

const meters: { readonly [part in RatedPart['part']]: string } = {
  inputUncached: 'Input',
  cacheRead: 'Cache Read',
  cacheWrite5m: 'Cache Write 5m',
  cacheWrite1h: 'Cache Write 1h',
  output: 'Output',
  reasoning: 'Reasoning',
  audioInput: 'Audio Input',
  audioOutput: 'Audio Output',
  imageInput: 'Image Input',
  imageOutput: 'Image Output',
  request: 'Request',
};

/** In 10^-18 USD; null where it is no decimal of that many places. */
function unitPriceOf({ picoUsd, per }: UnitPrice): bigint | null {
  const scaled = picoUsd * attoUsdPerPico;
  return scaled % per === 0n ? scaled / per : null;
}

/** The book's own version is left out: a price that is the same in two versions of the book is one price. */
function periodOf(priceVersion: string): string {
  return priceVersion.replace(/^[^#:]*#/, '');
}

/**
 * The parts of a call at the price that it was charged at; null where that price is not to be had any more, which shows
 * in another version or another cost.
 */
function partsOf(record: UsageRecord, sourcesOf: SourcesOf): readonly RatedPart[] | null {
  const { dimensions, buckets, priceVersion, costNanoUsd, serviceTier, timeMs } = record;
  const { provider, model } = dimensions;
  if (buckets === null || priceVersion === null || provider === null || model === null) return null;
  const sources = sourcesOf(priceVersion);
  const request = { provider, model, buckets, serviceTier, timeMs };
  const rated = rate(sources, request);
  const isSame =
    rated.kind === 'priced' &&
    rated.costNanoUsd === costNanoUsd &&
    periodOf(rated.priceVersion) === periodOf(priceVersion);
  return isSame ? rateParts(sources, request) : null;
}

function splitCall(cost: bigint, parts: readonly RatedPart[]): MeterLine[] | null {
  const prices = parts.map(({ price }) => unitPriceOf(price));
  if (parts.length === 0 || prices.includes(null)) return null;
  const weights = parts.map(({ quantity }, index) => BigInt(quantity) * prices[index]!);
  const costs = shareOut(cost, weights);
  return parts.map(({ part, quantity }, index): MeterLine => {
    const unit = part === 'request' ? 'Requests' : 'Tokens';
    const scaled = BigInt(quantity) * nanoUnit;
    return {
      meter: meters[part],
      pricingUnit: unit,
      pricingQuantity: scaled,
      unitPrice: prices[index]!,
      consumedUnit: unit,
      consumedQuantity: scaled,
      costNanoUsd: costs[index]!,
    };
  });
}

function wholeMeter({ type, tool, costNanoUsd }: UsageRecord): string {
  if (costNanoUsd === null) return 'Unpriced';
  if (type === 'tool') return `Tool: ${tool ?? 'unknown'}`;
  if (type === 'correction') return 'Correction';
  if (type === 'embedding') return 'Embedding';
  return type === 'model_call' ? 'Model Call' : 'Stated Cost';
}

function consumed({ type, quantity }: UsageRecord): Pick<MeterLine, 'consumedUnit' | 'consumedQuantity'> {
  const parsed = type === 'tool' ? parseQuantity(quantity) : null;
  if (parsed?.ok === true && parsed.value > 0n) return { consumedUnit: 'Units', consumedQuantity: parsed.value };
  return { consumedUnit: 'Charges', consumedQuantity: nanoUnit };
}

/** A charge of which no unit price is known is charged in USD, at 1 USD each. */
function wholeLine(record: UsageRecord): MeterLine {
  const costNanoUsd = record.costNanoUsd ?? 0n;
  return {
    meter: wholeMeter(record),
    pricingUnit: 'USD',
    pricingQuantity: costNanoUsd,
    unitPrice: 10n ** 18n,
    ...consumed(record),
    costNanoUsd,
  };
}

/**
 * A charge by meters. Their costs add up to its cost exactly: each gets its part of it, and what rounding leaves over
 * goes to those that lost most.
 */
export function meterLines(record: UsageRecord, sourcesOf: SourcesOf): readonly MeterLine[] {
  if (record.costNanoUsd === null || !isOfModel(record)) return [wholeLine(record)];
  const parts = partsOf(record, sourcesOf);
  return (parts === null ? null : splitCall(record.costNanoUsd, parts)) ?? [wholeLine(record)];
}
