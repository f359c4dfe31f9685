import type { FastifyInstance, FastifyRequest, HookHandlerDoneFunction, onRequestHookHandler } from 'fastify';
import { ProblemError, problemOf } from '../errors/problem.ts';
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

/** Sets the principal, or says that there is none, which tells nothing of why. */
function identify(request: FastifyRequest, principal: Principal | null, done: HookHandlerDoneFunction): void {
  if (principal === null) {
    done(new ProblemError(problemOf('unauthenticated', 'a valid key is needed')));
    return;
  }
  request.principal = principal;
  done();
}

/**
 * Every route that is added after this needs a key, unless it says that it is open. The hook is put on each route when
 * it is added, so that nothing has to be asked about the route for each request; a key that is remembered is answered
 * for without a promise.
 */
export function requireKeys(app: FastifyInstance, authenticator: Authenticator): void {
  const hook: onRequestHookHandler = (request, _reply, done) => {
    const secret = bearerOf(request);
    const principal = secret === null ? null : authenticator.authenticate(secret);
    if (principal instanceof Promise) {
      principal.then((found) => identify(request, found, done), done);
    } else {
      identify(request, principal, done);
    }
  };
  app.addHook('onRoute', (route) => {
    if (route.config?.open !== true) route.onRequest = [hook, ...[route.onRequest ?? []].flat()];
  });
}
