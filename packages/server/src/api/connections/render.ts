import type { Connection } from '../../services/connections/connection.ts';
import { renderPolicy } from '../call-policy.ts';
import { timeText } from '../render.ts';

/** A connection without its credential: that is never shown again, whoever asks. */
export function renderConnection(connection: Connection): Record<string, unknown> {
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
    created_at: timeText(connection.createdMs),
    updated_at: timeText(connection.updatedMs),
  };
}
