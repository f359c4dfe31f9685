import type { FastifyReply } from 'fastify';
import type { Problem } from '../errors/problem.ts';
import type { Answer } from '../services/lane/command.ts';

const problemType = 'application/problem+json; charset=utf-8';
const jsonType = 'application/json; charset=utf-8';

/** Official clients try 409, 429 and 5xx again; this header is how they are told that it is of no use. */
function markRetry(reply: FastifyReply, status: number, retryAfterSeconds: number | undefined): void {
  if (status === 402 || status === 403 || status === 422 || status === 409) reply.header('x-should-retry', 'false');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
}

/** Sends what the ledger answered, byte for byte. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  markRetry(reply, answer.status, answer.retryAfterSeconds);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  if (answer.replayed === true) reply.header('idempotent-replayed', 'true');
  return reply
    .code(answer.status)
    .header('content-type', answer.status >= 400 ? problemType : jsonType)
    .header('x-cofferdam-seq', String(answer.seq))
    .send(answer.status === 204 ? undefined : answer.body);
}

export function sendProblem(reply: FastifyReply, problem: Problem, retryAfterSeconds?: number): FastifyReply {
  markRetry(reply, problem.status, retryAfterSeconds);
  // RFC 9110, section 15.5.2: a 401 says how to authenticate.
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).header('content-type', problemType).send(JSON.stringify(problem));
}
