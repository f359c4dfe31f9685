import type { RatedBucket } from '@cofferdam/core';

export type RateName = RatedBucket | 'reasoning';

/** What each rate is called on the wire; all are USD per million tokens. */
export const rateNames = {
  inputUncached: 'input_usd_per_mtok',
  output: 'output_usd_per_mtok',
  cacheRead: 'cache_read_usd_per_mtok',
  cacheWrite5m: 'cache_write_usd_per_mtok',
  cacheWrite1h: 'cache_write_1h_usd_per_mtok',
  reasoning: 'reasoning_usd_per_mtok',
  audioInput: 'audio_input_usd_per_mtok',
  audioOutput: 'audio_output_usd_per_mtok',
  imageInput: 'image_input_usd_per_mtok',
  imageOutput: 'image_output_usd_per_mtok',
} as const satisfies Record<RateName, string>;

export type WireRateName = (typeof rateNames)[RateName];

export const rateEntries = Object.entries(rateNames) as readonly [RateName, WireRateName][];

const otherNames: { readonly [field: string]: string } = {
  usdPerRequest: 'per_request_usd',
  toolsUsd: 'tools_usd',
  aliasOf: 'alias_of',
  serviceTiersUsdPerMtok: 'service_tiers',
};

/** A field of the core's override as the wire names it: `serviceTiersUsdPerMtok.flex.output` is `service_tiers.flex.output_usd_per_mtok`. */
export function wireFieldOf(field: string): string {
  const [first = '', ...rest] = field.split('.');
  const rateOf = (name: string): string => rateNames[name as RateName] ?? name;
  if (first === 'usdPerMtok') return rateOf(rest.join('.'));
  const last = rest.at(-1);
  if (first === 'serviceTiersUsdPerMtok' && last !== undefined) {
    return [otherNames[first], ...rest.slice(0, -1), rateOf(last)].join('.');
  }
  return [otherNames[first] ?? first, ...rest].join('.');
}
