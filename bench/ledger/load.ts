// A load generator that costs little, so that it does not measure itself: raw sockets, requests written as bytes,
// answers read no further than is needed. One connection is one client, which asks only after it was answered.
import { performance } from 'node:perf_hooks';
import { RawClient } from './raw-client.ts';

export interface LoadOptions {
  readonly port: number;
  readonly key: string;
  readonly clients: number;
  /** No lifecycle begins after this. */
  readonly durationMs: number;
  /** No client begins more lifecycles than this. */
  readonly maxPerClient: number;
  /** The body of every reservation of a client. */
  readonly reserveBody: (client: number) => string;
  /** Where they are not all the same: the body of a client's nth reservation. */
  readonly eachBody?: (client: number, n: number) => string;
  readonly settleBody: string;
}

export interface LoadResult {
  /** Reservations that were admitted and settled. */
  readonly lifecycles: number;
  /** Refused for money, for good (402) or while others hold it (429). */
  readonly refused: number;
  readonly refusedInFlight: number;
  /** Everything else, which in a sound run is nothing. */
  readonly failed: number;
  readonly firstFailure: string | null;
  readonly elapsedMs: number;
  readonly reserveMs: readonly number[];
  readonly settleMs: readonly number[];
}

class Tally {
  lifecycles = 0;
  refused = 0;
  refusedInFlight = 0;
  failed = 0;
  firstFailure: string | null = null;
  readonly reserveMs: number[] = [];
  readonly settleMs: number[] = [];

  refuse(status: number, body: string): void {
    if (status === 402) this.refused += 1;
    else if (status === 429) this.refusedInFlight += 1;
    else this.fail(`${status} ${body.slice(0, 300)}`);
  }

  fail(what: string): void {
    this.failed += 1;
    this.firstFailure ??= what;
  }
}

const idOf = /^\{"id":"([0-9a-f-]{36})"/;

async function lifecycle(client: RawClient, reserveBody: string, settleBody: string, tally: Tally): Promise<void> {
  const beganMs = performance.now();
  const reserved = await client.post('/v1/reservations', reserveBody);
  const reservedMs = performance.now();
  tally.reserveMs.push(reservedMs - beganMs);
  const id = idOf.exec(reserved.body)?.[1];
  if (reserved.status !== 201 || id === undefined) return tally.refuse(reserved.status, reserved.body);
  const settled = await client.post(`/v1/reservations/${id}/settle`, settleBody);
  tally.settleMs.push(performance.now() - reservedMs);
  if (settled.status === 200) tally.lifecycles += 1;
  else tally.fail(`${settled.status} ${settled.body.slice(0, 300)}`);
}

/** Reserve and settle, over and over, from every client at once, until the time or the number given is reached. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { port, key, clients, durationMs, maxPerClient, reserveBody, eachBody, settleBody } = options;
  const open = await Promise.all(Array.from({ length: clients }, () => RawClient.open(port, key)));
  const tally = new Tally();
  const startMs = performance.now();
  const endMs = startMs + durationMs;
  await Promise.all(
    open.map(async (client, index) => {
      const body = reserveBody(index);
      try {
        for (let n = 0; n < maxPerClient && performance.now() < endMs; n += 1) {
          await lifecycle(client, eachBody?.(index, n) ?? body, settleBody, tally);
        }
      } catch (error) {
        tally.fail(String(error));
      }
    }),
  );
  const elapsedMs = performance.now() - startMs;
  for (const client of open) client.close();
  const { lifecycles, refused, refusedInFlight, failed, firstFailure, reserveMs, settleMs } = tally;
  return { lifecycles, refused, refusedInFlight, failed, firstFailure, elapsedMs, reserveMs, settleMs };
}
