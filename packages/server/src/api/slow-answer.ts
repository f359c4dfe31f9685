import type { FastifyRequest } from 'fastify';

/** As long as the command line waits for a replay of a year. */
const slowAnswerMs = 600_000;

/**
 * Lets an answer take minutes: a connection on which nothing moves is otherwise cut after half a minute. It holds for
 * this answer only: Node sets the time anew with the next request.
 */
export async function allowSlowAnswer({ raw }: FastifyRequest): Promise<void> {
  // A request that came through no socket, as tests send them, has no such time.
  if ('setTimeout' in raw.socket) raw.socket.setTimeout(slowAnswerMs);
}
