import type { Spender } from '../spending/spender.ts';
import type { MeterOptions } from './admission.ts';
import { type AnyFetch, meteredFetch } from './metered-fetch.ts';

/** What is needed of a client library: that a client can be had with another `fetch`. */
export interface WithFetch {
  withOptions(options: { fetch: AnyFetch }): this;
}

const metered = new WeakSet<AnyFetch>();

/** The client, with every call metered. Raises TypeError for one that is metered already. */
export function wrapClient<Client extends WithFetch>(
  client: Client,
  on: Spender,
  options: MeterOptions & { readonly provider: string },
): Client {
  // Both libraries keep what they were given, or the global one, under this name.
  const { fetch: inner } = client as unknown as { fetch?: AnyFetch };
  if (inner !== undefined && metered.has(inner)) throw new TypeError('this client is metered already');
  const wrapped = meteredFetch(on, options, inner);
  metered.add(wrapped);
  return client.withOptions({ fetch: wrapped });
}
