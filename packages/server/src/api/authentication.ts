import type { FastifyRequest } from 'fastify';
import { fail } from '../errors/problem.ts';
import type { Authenticator } from '../services/keys/authenticate.ts';
import type { Principal } from '../services/keys/principal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any handler of /v1 runs. */
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Answers without a key: health, metrics, the description of the API. */
    readonly open?: boolean;
  }
}

const maxKeyLength = 256;

function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined || header.length > maxKeyLength || !/^bearer /i.test(header)) return null;
  return header.slice(7).trim();
}

/** Sets the principal from the request's key. Raises `unauthenticated`, which says nothing of why. */
export async function authenticate(authenticator: Authenticator, request: FastifyRequest): Promise<void> {
  const secret = bearerOf(request);
  const principal = secret === null ? null : await authenticator.authenticate(secret);
  if (principal === null) fail('unauthenticated', 'a valid key is needed');
  request.principal = principal;
}
