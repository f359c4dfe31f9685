import type { ShownConnection } from '../../services/connections/built-in-connections.ts';
import { renderPolicy } from '../call-policy.ts';
import { timeTextOrNull } from '../render.ts';

/** A connection without its credential: that is never shown again, whoever asks. */
export function renderConnection(connection: ShownConnection): Record<string, unknown> {
  const { id, name, provider, baseUrl, credentialHint, priceProvider, timeouts, policy, origin } = connection;
  return {
    id,
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
    policy: renderPolicy(policy),
    origin,
    created_at: timeTextOrNull(connection.createdMs),
    updated_at: timeTextOrNull(connection.updatedMs),
  };
}
