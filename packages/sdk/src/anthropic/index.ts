import type { MeterOptions } from '../metering/admission.ts';
import { type AnyFetch, meteredFetch as metered } from '../metering/metered-fetch.ts';
import { type WithFetch, wrapClient } from '../metering/wrap-client.ts';
import type { Spender } from '../spending/spender.ts';

export type { MeterOptions, OwnBound } from '../metering/admission.ts';
export { UnboundedCallError } from '../metering/bounds/bound.ts';
export { refusalOf } from '../metering/refusal-response.ts';

/**
 * A client of `@anthropic-ai/sdk`, of which every message is reserved before and settled after, streams too. `on` is a
 * client of Cofferdam or a run.
 */
export function meterAnthropic<Client extends WithFetch>(
  client: Client,
  on: Spender,
  options: MeterOptions = {},
): Client {
  return wrapClient(client, on, { ...options, provider: options.provider ?? 'anthropic' });
}

/** The `fetch` of it, for libraries that take one. */
export function meteredFetch(on: Spender, options: MeterOptions & { readonly fetch?: AnyFetch } = {}): AnyFetch {
  return metered(on, { ...options, provider: options.provider ?? 'anthropic' }, options.fetch);
}
