import type { CallOptions } from '../operations.ts';
import type { Connection } from '../transport/connection.ts';
import { createEvents, dataOf } from '../transport/events.ts';
import { requestOf } from '../transport/request.ts';

/** Something that happened in the org. */
export interface LiveEvent {
  readonly event: string;
  readonly data: unknown;
}

/**
 * What happens, as it happens, until the connection ends or the signal is aborted. Raises CofferdamError where it cannot
 * begin, and what the stream ends with.
 */
export type Live = (options?: CallOptions) => AsyncIterable<LiveEvent>;

function nameOf(event: string): string {
  return /^event: ?(.*)$/m.exec(event)?.[1] ?? 'message';
}

export function liveOf({ stream }: Pick<Connection, 'stream'>): Live {
  return async function* live(options = {}) {
    const reader = (await stream(requestOf('GET /v1/live', options))).getReader();
    const events = createEvents();
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read())
        for (const event of events.take(piece.value)) {
          const data = dataOf(event);
          if (data !== null) yield { event: nameOf(event), data };
        }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  };
}
