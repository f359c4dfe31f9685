import type { MeterOptions } from '../metering/admission.ts';
import { type AnyFetch, meteredFetch as metered } from '../metering/metered-fetch.ts';
import { type WithFetch, wrapClient } from '../metering/wrap-client.ts';
import type { Spender } from '../spending/spender.ts';

export type { MeterOptions, OwnBound } from '../metering/admission.ts';
export { UnboundedCallError } from '../metering/bounds/bound.ts';
export { refusalOf } from '../metering/refusal-response.ts';

function withDefaults(options: MeterOptions): MeterOptions & { readonly provider: string } {
  const provider = options.provider ?? 'openai';
  return { capName: provider === 'openai' ? 'max_completion_tokens' : 'max_tokens', ...options, provider };
}

/**
 * A client of `openai`, or of a provider that is compatible with it, of which every call is reserved before and settled
 * after: Chat Completions, Responses, Embeddings, streams too. `on` is a client of Cofferdam or a run.
 */
export function meterOpenAI<Client extends WithFetch>(client: Client, on: Spender, options: MeterOptions = {}): Client {
  return wrapClient(client, on, withDefaults(options));
}

/** The `fetch` of it, for libraries that take one. */
export function meteredFetch(on: Spender, options: MeterOptions & { readonly fetch?: AnyFetch } = {}): AnyFetch {
  return metered(on, withDefaults(options), options.fetch);
}
