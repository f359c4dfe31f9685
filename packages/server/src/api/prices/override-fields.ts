import type { RateTexts } from '@cofferdam/core';
import { invalidField } from '../../errors/problem.ts';
import type { StoredOverridePrice } from '../../services/price-book/stored-prices.ts';
import { rateEntries, type WireRateName } from '../../services/prices/rate-names.ts';
import type { OverrideBody } from './schemas.ts';

type WireRates = { readonly [name in WireRateName]?: string | undefined };

function ratesOf(wire: WireRates): RateTexts | undefined {
  const given = rateEntries.filter(([, name]) => wire[name] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given.map(([rate, name]) => [rate, wire[name]]));
}

function tiersOf(tiers: OverrideBody['service_tiers']): StoredOverridePrice['serviceTiersUsdPerMtok'] {
  if (tiers === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(tiers).map(([tier, wire]) => {
      const rates = ratesOf(wire) ?? invalidField(`service_tiers.${tier}`, 'has no rate');
      return [tier, rates];
    }),
  );
}

function refuseMeaningless(model: string, price: StoredOverridePrice): void {
  const { toolsUsd, ...ofModel } = price;
  const pricesModel = Object.values(ofModel).some((member) => member !== undefined);
  if (!pricesModel && toolsUsd === undefined)
    invalidField('body', 'give a price, or alias_of; DELETE ends an override');
  if (model === '*' && pricesModel)
    invalidField('model', 'of * takes tools_usd only: tokens have no price that holds for any model');
}

/** What a body says of a price, as it is stored. Raises `invalid_request` for one that says nothing. */
export function storedPriceOf(model: string, body: OverrideBody): StoredOverridePrice {
  const price: StoredOverridePrice = {
    aliasOf: body.alias_of,
    usdPerMtok: ratesOf(body),
    serviceTiersUsdPerMtok: tiersOf(body.service_tiers),
    usdPerRequest: body.per_request_usd,
    toolsUsd: body.tools_usd,
  };
  refuseMeaningless(model, price);
  return price;
}
