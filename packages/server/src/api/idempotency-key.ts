import type { FastifyRequest } from 'fastify';
import type { Idempotency } from '../services/lane/command.ts';
import { invalidField } from '../errors/problem.ts';
import { fingerprint } from '../services/fingerprint.ts';

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** The key without the quotes of a structured-field string (IETF draft idempotency-key-header); they may be left out. */
function unquote(header: string): string {
  return header.length >= 2 && header.startsWith('"') && header.endsWith('"') ? header.slice(1, -1) : header;
}

/** The Idempotency-Key of a request, scoped to its operation; null where none was sent. */
export function idempotencyOf(request: FastifyRequest): Idempotency | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const key = typeof header === 'string' ? unquote(header) : '';
  if (!keyForm.test(key)) invalidField('Idempotency-Key', 'must be 1 to 255 printable characters without blanks');
  const operation = `${request.method} ${request.routeOptions.url ?? request.url}`;
  // What the key binds is part of the request: without it, an agent that leaves its own name out would be given the
  // answer to another agent's call.
  const { agent, pins } = request.principal;
  return { operation, key, requestHash: fingerprint(request.params, request.query, request.body, agent, pins) };
}
