import type { FastifyRequest } from 'fastify';
import { fail } from '../../errors/problem.ts';
import type { Visitor } from '../../services/people/session.ts';

export function visitorOf(request: FastifyRequest): Visitor {
  return { userAgent: request.headers['user-agent'] ?? '', address: request.ip };
}

/**
 * Another site may not sign its visitors in as somebody of its choosing. Browsers name the page's origin with every such
 * request; programs send none. Raises `csrf_failed`.
 */
export function requireSameOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (origin === undefined) return;
  const named = URL.canParse(origin) ? new URL(origin).host : null;
  if (named === null || named !== host) fail('csrf_failed', 'the request comes from a page of another site');
}
