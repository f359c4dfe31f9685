export { boundCost, type BoundRequest } from './bound-cost.ts';
export type { CallBound, ToolQuantity } from './call-bound.ts';
export type { Ceiling } from './ceiling.ts';
export { canonicalName, findPrice, type FoundPrice, isPriced, type NoPrice, type PriceSources } from './find-price.ts';
export type { MatchClause } from './match-clause.ts';
export { createOverrideSet, NO_OVERRIDES, type OverrideSet } from './override-set.ts';
export {
  type ModelName,
  type Override,
  type OverrideInput,
  type OverrideOutcome,
  parseOverride,
  type RateTexts,
} from './overrides.ts';
export {
  createPriceBook,
  findPeriod,
  type FoundModel,
  type Matched,
  periodAt,
  periodVersion,
  type PriceBook,
} from './price-book.ts';
export type {
  DailyHours,
  ModelPrices,
  Multiplier,
  PriceBookData,
  PricePeriod,
  PriceTerms,
  ProviderPrices,
} from './price-book-data.ts';
export {
  estimateCost,
  type EstimateRequest,
  type PricedUsage,
  rate,
  type RatingOutcome,
  type RatingRequest,
  type UnpricedReason,
  type UnpricedUsage,
} from './rate.ts';
export { type RatedPart, rateParts } from './rate-parts.ts';
export { rateTool, type ToolRatingOutcome, type ToolRatingRequest, type UnpricedTool } from './rate-tool.ts';
export {
  type ContextTier,
  NO_RATES,
  parseRate,
  RATE_DECIMALS,
  RATED_BUCKETS,
  type RateCard,
  type RatedBucket,
  type TokenRates,
} from './token-rates.ts';
export { parseQuantity, parseUnitPrice, type UnitPrice } from './unit-price.ts';
