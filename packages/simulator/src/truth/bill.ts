import type { Provider, Usage } from '../generation/call.ts';
import type { ModelPrice, PriceList } from './prices.ts';
import { priceLists, searchNanoUsd } from './prices.ts';

const picoPerNano = 1000n;

/** What a request is billed by: who served which model how, and what it used. */
export interface Bill {
  readonly provider: Provider;
  /** The name in the price table. */
  readonly model: string;
  readonly tier: string;
  readonly usage: Usage;
}

/** The bill in nano-USD, rounded once, half up; null for a model that the table does not have. */
export function billNanoUsd({ provider, model, tier, usage }: Bill): bigint | null {
  const list = priceLists.get(model);
  if (list === undefined) return null;
  const rates = ratesFor(list, tier, usage.promptTokens);
  const uncached = usage.promptTokens - usage.cachedTokens - usage.writtenTokens;
  const pico =
    BigInt(uncached) * rates.input +
    BigInt(usage.cachedTokens) * rates.cached +
    BigInt(usage.writtenTokens - usage.written1hTokens) * rates.written5m +
    BigInt(usage.written1hTokens) * rates.written1h +
    BigInt(usage.outputTokens) * rates.output;
  return (pico + picoPerNano / 2n) / picoPerNano + BigInt(usage.searches) * searchNanoUsd[provider];
}

function ratesFor(list: PriceList, tier: string, promptTokens: number): ModelPrice {
  if (tier === 'priority' && list.priority !== undefined) return list.priority;
  if (list.long !== undefined && promptTokens > list.long.aboveTokens) return list.long.price;
  return list.standard;
}
