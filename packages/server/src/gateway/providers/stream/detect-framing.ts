import type { EventSink, Framing } from './framing.ts';
import { createJsonValues } from './json-values.ts';
import { createSseEvents } from './sse-events.ts';

// Blanks, line ends and the three bytes of a byte order mark may stand before anything.
const LEADING: ReadonlySet<number> = new Set([9, 10, 13, 32, 0xef, 0xbb, 0xbf]);

const OPENS_JSON: ReadonlySet<number> = new Set([0x5b, 0x7b]);

/** Tells JSON from server-sent events by the first byte that says anything, and goes on as either. */
export function createFraming(maxBytes: number, sink: EventSink): Framing {
  let chosen: Framing | null = null;
  return {
    push(chunk) {
      if (chosen !== null) return chosen.push(chunk);
      const first = chunk.findIndex((byte) => !LEADING.has(byte));
      if (first === -1) return;
      const isJson = OPENS_JSON.has(chunk[first] ?? 0);
      chosen = isJson ? createJsonValues(maxBytes, sink) : createSseEvents(maxBytes, sink);
      chosen.push(chunk.subarray(first));
    },
    end: () => chosen?.end(),
  };
}
