import { limits } from '../context.ts';
import type { ClientReply } from './client-reply.ts';
import type { OpenCall } from './open-call.ts';

/** What is done with a stream whose client has left. */
export interface Drain {
  /** Takes note of bytes that nobody reads any more. */
  take(chunk: Uint8Array): void;
  close(): void;
}

/**
 * A client that leaves is not waited for: what its call costs is learned for a moment longer, then the provider is
 * stopped. It holds from before the call is sent, since a client may leave at any time.
 */
export function drainWhenLeft(call: Pick<OpenCall, 'abandon'>, client: ClientReply, drainMs: number): Drain {
  let timer: NodeJS.Timeout | null = null;
  let bytes = 0;
  client.onLeft(() => {
    timer ??= setTimeout(() => call.abandon(), drainMs);
  });
  return {
    take(chunk) {
      bytes += chunk.length;
      if (bytes > limits.drainedBytes) call.abandon();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** An answer that does not stream is made whether or not somebody waits for it: it is read to its end, and charged exactly. */
export const neverDrained: Drain = { take: () => undefined, close: () => undefined };
