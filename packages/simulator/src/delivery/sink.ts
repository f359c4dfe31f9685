import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Gzip } from 'node:zlib';
import { constants, createGzip } from 'node:zlib';
import type { Behaviour } from '../behaviour/behaviour.ts';
import type { Clock } from './clock.ts';

/** Where the body of an answer goes: through compression and pieces of a set size, no faster than the client reads. */
export interface Sink {
  write(text: string): Promise<void>;
  /** Ends the body, and resolves when all of it has been handed to the connection or the client is gone. */
  end(): Promise<void>;
  /** Closes the connection in the middle of the body, once what was written so far has gone out. */
  hangUp(): Promise<void>;
  /** Bytes of the body that were handed to the connection. */
  bytes(): number;
}

/** Makes the sink of an answer whose head has been set. The signal is aborted when the connection closes. */
export function createSink(response: ServerResponse, behaviour: Behaviour, clock: Clock, signal: AbortSignal): Sink {
  const pack = behaviour.gzip ? createPacker() : null;
  let bytes = 0;
  let lastSent = Promise.resolve();

  const send = async (piece: Uint8Array): Promise<void> => {
    if (signal.aborted || piece.length === 0) return;
    bytes += piece.length;
    let hasRoom = true;
    lastSent = new Promise((resolve) => {
      hasRoom = response.write(piece, () => resolve());
    });
    if (!hasRoom) await untilDrained(response, signal);
  };
  const sendPieces = async (buffer: Uint8Array): Promise<void> => {
    const { chunkBytes, chunkDelayMs } = behaviour;
    const size = chunkBytes > 0 ? chunkBytes : Math.max(1, buffer.length);
    for (let at = 0; at < buffer.length && !signal.aborted; at += size) {
      await send(buffer.subarray(at, at + size));
      if (chunkDelayMs > 0) await clock.sleep(chunkDelayMs, signal);
      // Without a turn of the loop between them the pieces would leave as one.
      else if (chunkBytes > 0) await nextTurn();
    }
  };
  return {
    bytes: () => bytes,
    async write(text) {
      const buffer = Buffer.from(text);
      await sendPieces(pack === null ? buffer : await pack.add(buffer));
    },
    async end() {
      if (pack !== null) await sendPieces(await pack.finish());
      if (!signal.aborted) await finish(response);
    },
    async hangUp() {
      await lastSent;
      response.destroy();
    },
  };
}

async function untilDrained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', { signal });
  } catch {
    // Closed while it was full: the caller looks at the signal.
  }
}

/** Resolves when the answer has gone out, or can no longer. */
function finish(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.end(resolve);
  });
}

interface Packer {
  /** The compressed bytes so far, flushed so that a reader can see all that was added. */
  add(buffer: Uint8Array): Promise<Uint8Array>;
  finish(): Promise<Uint8Array>;
}

function createPacker(): Packer {
  const gzip: Gzip = createGzip();
  let packed: Uint8Array[] = [];
  gzip.on('data', (piece: Uint8Array) => packed.push(piece));
  const take = (): Uint8Array => {
    const all = Buffer.concat(packed);
    packed = [];
    return all;
  };
  return {
    async add(buffer) {
      gzip.write(buffer);
      await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve));
      return take();
    },
    async finish() {
      gzip.end();
      await once(gzip, 'end');
      return take();
    },
  };
}
