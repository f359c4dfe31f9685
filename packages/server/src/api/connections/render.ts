import type { ShownConnection } from '../../services/connections/built-in-connections.ts';
import { connectionFacts } from '../../services/connections/connection-facts.ts';
import { timeTextOrNull } from '../render.ts';

/** A connection without its credential: that is never shown again, whoever asks. */
export function renderConnection(connection: ShownConnection): Record<string, unknown> {
  return {
    id: connection.id,
    ...connectionFacts(connection),
    created_at: timeTextOrNull(connection.createdMs),
    updated_at: timeTextOrNull(connection.updatedMs),
  };
}
