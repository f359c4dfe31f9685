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

/** The connections of the lanes: those that nobody uses, and how many there are in all. */
class Pool {
  readonly #options: ConnectionsOptions;
  readonly #idle: pg.Client[] = [];
  readonly #waiting: (() => void)[] = [];
  #open = 0;
  #ended = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  async take(): Promise<pg.Client> {
    while (this.#idle.length === 0 && this.#open >= this.#options.size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.#idle.pop() ?? (await this.#connect());
  }

  async #connect(): Promise<pg.Client> {
    this.#open += 1;
    const fresh = this.#options.connect();
    try {
      await fresh.connect();
    } catch (error) {
      this.#close();
      throw new StoreUnavailable(error);
    }
    fresh.once('end', () => this.#forget(fresh));
    return fresh;
  }

  /** A connection that breaks while nobody uses it is forgotten, or the next batch would pay for it with a refusal. */
  #forget(client: pg.Client): void {
    const index = this.#idle.indexOf(client);
    if (index < 0) return;
    this.#idle.splice(index, 1);
    this.#close();
  }

  /** There is one connection less, so whoever waits may make another. */
  #close(): void {
    this.#open -= 1;
    this.#waiting.shift()?.();
  }

  put(client: pg.Client): void {
    if (this.#ended) void client.end().catch(() => undefined);
    else this.#idle.push(client);
    this.#waiting.shift()?.();
  }

  async putBack(client: pg.Client, isBroken: boolean): Promise<void> {
    if (isBroken) {
      cut(client);
      this.#close();
      return;
    }
    await client.query('ROLLBACK').catch(() => cut(client));
    this.put(client);
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#idle.splice(0).map((client) => client.end().catch(() => undefined)));
  }
}

/** A small pool of connections that are thrown away at the first error, and never reconnect in the middle of a batch. */
export function laneConnections(options: ConnectionsOptions): Connections {
  const pool = new Pool(options);
  return {
    async use(work) {
      const client = await pool.take();
      try {
        const result = await withDeadline(client, options.batchTimeoutMs, work(client));
        pool.put(client);
        return result;
      } catch (error) {
        const isBroken =
          error instanceof CommitUnknown || error instanceof StoreUnavailable || isConnectionFailure(error);
        await pool.putBack(client, isBroken);
        throw isBroken && !(error instanceof CommitUnknown) ? new StoreUnavailable(error) : error;
      }
    },
    end: () => pool.end(),
  };
}
