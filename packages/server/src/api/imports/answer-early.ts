import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

const mostDiscardedBytes = 64 * 1024 * 1024;
const longestDrainMs = 10_000;

/** Reads on and throws away, until the body is over, its sender is gone, or it is enough. */
async function drain(body: Readable): Promise<void> {
  let discardedBytes = 0;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, longestDrainMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    body.on('data', (piece: Buffer) => {
      discardedBytes += piece.length;
      if (discardedBytes > mostDiscardedBytes) end();
    });
    for (const event of ['end', 'close', 'error', 'aborted']) body.once(event, end);
    body.resume();
  });
}

/**
 * An answer to a body that was not read to its end: it is written whole at once, and the connection is closed after it.
 * What the caller is still sending is taken for a while first: a connection that is closed over unread data is reset,
 * and many clients then lose the answer that they have.
 */
export async function answerEarly(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { raw } = request;
  if (raw.readableEnded || raw.destroyed || typeof payload !== 'string') return payload;
  reply.header('connection', 'close').header('content-length', Buffer.byteLength(payload));
  return Readable.from(
    (async function* () {
      yield Buffer.from(payload);
      await drain(raw);
    })(),
  );
}
