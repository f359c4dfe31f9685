import type { Facts } from '../audit/change.ts';
import type { ShownConnection } from './built-in-connections.ts';
import { policyFacts } from './call-policy.ts';

/** What a connection says, under the names of the wire, without its credential. */
export function connectionFacts(connection: ShownConnection): Facts {
  const { name, provider, baseUrl, credentialHint, priceProvider, timeouts, policy, origin } = connection;
  return {
    name,
    provider,
    base_url: baseUrl,
    api_key_hint: credentialHint,
    price_provider: priceProvider,
    timeouts: {
      connect_ms: timeouts.connectMs,
      first_byte_ms: timeouts.firstByteMs,
      idle_ms: timeouts.idleMs,
      total_ms: timeouts.totalMs,
    },
    policy: policyFacts(policy),
    origin,
  };
}
