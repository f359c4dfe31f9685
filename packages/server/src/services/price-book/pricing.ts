import {
  boundCost,
  canonicalName,
  estimateCost,
  isPriced,
  rate,
  rateTool,
  type Priced,
  type PriceSources,
  type Pricing,
  type RatingOutcome,
  type ToolRatingOutcome,
} from '@cofferdam/core';

/** A ceiling or a loosely matched name is not the model's own price: what it gives is an estimate. */
function pricedOf(outcome: RatingOutcome | ToolRatingOutcome): Priced {
  if (outcome.kind === 'unpriced') return { kind: 'unpriced', reason: outcome.reason };
  const { costNanoUsd, priceVersion } = outcome;
  const estimated = outcome.source === 'ceiling' || outcome.matched === 'pattern';
  return { kind: 'priced', costNanoUsd, priceVersion, estimated };
}

/** An org's prices, as the ledger asks for them. */
export function pricingOf(sources: PriceSources): Pricing {
  return {
    rate: (charge) => pricedOf(rate(sources, charge)),
    rateTool: (charge) => pricedOf(rateTool(sources, charge)),
    estimate: (estimate) => pricedOf(estimateCost(sources, estimate)),
    bound: (request) => boundCost(sources, request),
    canonical: (provider, model, timeMs) => canonicalName(sources, provider, model, timeMs),
    isPriced: (provider, model, timeMs) => isPriced(sources, provider, model, timeMs),
  };
}
