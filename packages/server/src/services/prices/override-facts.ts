import type { RateTexts } from '@cofferdam/core';
import type { Facts } from '../audit/change.ts';
import type { StoredOverridePrice } from '../price-book/stored-prices.ts';
import { rateEntries } from './rate-names.ts';
import type { KeptOverride } from './stored-override.ts';

function ratesOf(texts: RateTexts): Facts {
  const given = rateEntries.filter(([rate]) => texts[rate] !== null && texts[rate] !== undefined);
  return Object.fromEntries(given.map(([rate, name]) => [name, texts[rate]]));
}

/** A price under the names of the wire: only what was given. */
export function priceFacts(price: StoredOverridePrice): Facts {
  const tiers = Object.entries(price.serviceTiersUsdPerMtok ?? {}).map(([tier, rates]) => [tier, ratesOf(rates)]);
  const others = Object.entries({
    per_request_usd: price.usdPerRequest,
    tools_usd: price.toolsUsd,
    alias_of: price.aliasOf,
  });
  return {
    ...ratesOf(price.usdPerMtok ?? {}),
    ...(tiers.length === 0 ? {} : { service_tiers: Object.fromEntries(tiers) as Facts }),
    ...Object.fromEntries(others.filter(([, given]) => given !== null && given !== undefined)),
  };
}

/** A price as an org set it, with the time from which it holds. */
export function overrideFacts({ price, effectiveFromMs }: KeptOverride): Facts {
  return { effective_from: new Date(effectiveFromMs).toISOString(), ...priceFacts(price) };
}
