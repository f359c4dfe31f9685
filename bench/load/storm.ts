import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { RawClient } from '../ledger/raw-client.ts';

export interface StormFigures {
  /** Refused for good, as they are meant to be. */
  readonly refused: number;
  /** Everything else that was answered. */
  readonly others: number;
  readonly elapsedMs: number;
}

export interface Storm {
  /** Ends it, once what is under way was answered. */
  stop(): Promise<StormFigures>;
}

const callers = 32;

/** Offers so many calls a second, evenly, over connections of its own. A connection that waits for its answer skips its turn. */
export async function startStorm(port: number, key: string, perSecond: number, body: string): Promise<Storm> {
  const clients = await Promise.all(Array.from({ length: callers }, () => RawClient.open(port, key)));
  const beganMs = performance.now();
  const everyMs = (1_000 * callers) / perSecond;
  const over = new AbortController();
  let refused = 0;
  let others = 0;
  const call = async (client: RawClient, offsetMs: number): Promise<void> => {
    for (let nextMs = beganMs + offsetMs; !over.signal.aborted; nextMs += everyMs) {
      const waitMs = nextMs - performance.now();
      if (waitMs > 0) await delay(waitMs);
      const { status } = await client.post('/v1/reservations', body);
      if (status === 402) refused += 1;
      else others += 1;
    }
  };
  const calling = Promise.all(clients.map((client, index) => call(client, (everyMs * index) / callers)));
  return {
    async stop() {
      over.abort();
      await calling;
      for (const client of clients) client.close();
      return { refused, others, elapsedMs: performance.now() - beganMs };
    },
  };
}
