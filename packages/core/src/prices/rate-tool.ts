import { MAX_AMOUNT_NANO_USD } from '../money/index.ts';
import { findPrice, type PriceSources } from './find-price.ts';
import type { PricedUsage } from './rate.ts';
import { parseQuantity, unitCost, type UnitPrice } from './unit-price.ts';

/** Use of a tool to be priced. */
export interface ToolRatingRequest {
  /** Null where the tool belongs to no provider; then only the ceiling can price it. */
  readonly provider: string | null;
  /** Null where the tool was not used by a model. */
  readonly model: string | null;
  readonly tool: string;
  /** How many units, as a decimal string with at most nine decimals. */
  readonly quantity: string;
  readonly timeMs: number;
}

export interface UnpricedTool {
  readonly kind: 'unpriced';
  readonly reason: 'unknown_tool' | 'invalid_quantity' | 'out_of_range';
}

export type ToolRatingOutcome = PricedUsage | UnpricedTool;

/**
 * Prices a tool per unit, rounded once, half up. The nearest price counts: the org's for the model, the org's for any
 * model of the provider (`*`), the book's for the model, the book's for the provider, the ceiling.
 */
export function rateTool(sources: PriceSources, request: ToolRatingRequest): ToolRatingOutcome {
  const quantity = parseQuantity(request.quantity);
  if (!quantity.ok) return { kind: 'unpriced', reason: 'invalid_quantity' };
  const found = findToolPrice(sources, request);
  if (found === null) return { kind: 'unpriced', reason: 'unknown_tool' };
  const costNanoUsd = unitCost(found.price, quantity.value);
  if (costNanoUsd > MAX_AMOUNT_NANO_USD) return { kind: 'unpriced', reason: 'out_of_range' };
  return { kind: 'priced', costNanoUsd, ...found.provenance };
}

interface FoundToolPrice {
  readonly price: UnitPrice;
  readonly provenance: Pick<PricedUsage, 'priceVersion' | 'matched' | 'source'>;
}

function findToolPrice(sources: PriceSources, request: ToolRatingRequest): FoundToolPrice | null {
  const { ceiling } = sources;
  const found = request.provider === null ? null : findProviderTool(sources, request.provider, request);
  if (found !== null || ceiling === null || ceiling.tool === null) return found;
  return {
    price: ceiling.tool,
    provenance: { priceVersion: `ceiling:${ceiling.id}`, matched: null, source: 'ceiling' },
  };
}

function findProviderTool(
  sources: PriceSources,
  provider: string,
  { model, tool, timeMs }: ToolRatingRequest,
): FoundToolPrice | null {
  for (const name of model === null ? ['*'] : [model, '*']) {
    const override = sources.overrides.find(provider, name, timeMs);
    const price = override?.terms.tools.get(tool);
    if (override === undefined || price === undefined) continue;
    return { price, provenance: { priceVersion: `override:${override.id}`, matched: 'exact', source: 'override' } };
  }
  const found = model === null ? null : findPrice(sources, provider, model, timeMs);
  const ofModel = found?.kind === 'found' ? found.terms.tools.get(tool) : undefined;
  if (found?.kind === 'found' && ofModel !== undefined) return { price: ofModel, provenance: pickProvenance(found) };
  const price = sources.book.provider(provider)?.tools.get(tool);
  if (price === undefined) return null;
  const priceVersion = `${sources.book.version}#${provider}/tools`;
  return { price, provenance: { priceVersion, matched: 'exact', source: 'book' } };
}

function pickProvenance({ priceVersion, matched, source }: FoundToolPrice['provenance']): FoundToolPrice['provenance'] {
  return { priceVersion, matched, source };
}
