import type pg from 'pg';
import { isConnectionFailure, StoreUnavailable } from './failures.ts';
import { CommitUnknown } from './run-batch.ts';

export interface Connections {
  /** Runs a batch on a connection of its own. Raises `StoreUnavailable` where there is none. */
  use<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

export interface ConnectionsOptions {
  readonly connect: () => pg.Client;
  readonly size: number;
  /** A batch that takes longer than this has a database that hangs: its connection is cut. */
  readonly batchTimeoutMs: number;
}

/** Cuts a connection that nothing answers on; a polite end would wait for the answer. */
function cut(client: pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  stream.destroy();
}

async function withDeadline<T>(client: pg.Client, timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      cut(client);
      reject(new StoreUnavailable(new Error(`the database did not answer within ${timeoutMs} ms`)));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** A small pool of connections that are thrown away at the first error, and never reconnect in the middle of a batch. */
export function laneConnections(options: ConnectionsOptions): Connections {
  const idle: pg.Client[] = [];
  const waiting: (() => void)[] = [];
  let open = 0;
  let ended = false;

  /** A connection that breaks while nobody uses it is forgotten, or the next batch would pay for it with a refusal. */
  function forget(client: pg.Client): void {
    const index = idle.indexOf(client);
    if (index < 0) return;
    idle.splice(index, 1);
    open -= 1;
  }

  async function take(): Promise<pg.Client> {
    while (idle.length === 0 && open >= options.size) await new Promise<void>((resolve) => waiting.push(resolve));
    const client = idle.pop();
    if (client !== undefined) return client;
    open += 1;
    const fresh = options.connect();
    try {
      await fresh.connect();
      fresh.once('end', () => forget(fresh));
      return fresh;
    } catch (error) {
      open -= 1;
      waiting.shift()?.();
      throw new StoreUnavailable(error);
    }
  }

  function put(client: pg.Client): void {
    if (ended) void client.end().catch(() => undefined);
    else idle.push(client);
    waiting.shift()?.();
  }

  async function discard(client: pg.Client, isBroken: boolean): Promise<void> {
    if (isBroken) cut(client);
    else await client.query('ROLLBACK').catch(() => cut(client));
    if (isBroken) {
      open -= 1;
      waiting.shift()?.();
    } else put(client);
  }

  return {
    async use(work) {
      const client = await take();
      try {
        const result = await withDeadline(client, options.batchTimeoutMs, work(client));
        put(client);
        return result;
      } catch (error) {
        const isBroken =
          error instanceof CommitUnknown || error instanceof StoreUnavailable || isConnectionFailure(error);
        await discard(client, isBroken);
        throw isBroken && !(error instanceof CommitUnknown) ? new StoreUnavailable(error) : error;
      }
    },
    async end() {
      ended = true;
      await Promise.all(idle.splice(0).map((client) => client.end().catch(() => undefined)));
    },
  };
}
