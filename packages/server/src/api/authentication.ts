import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction,
  onRequestHookHandler,
} from 'fastify';
import { fail } from '../errors/problem.ts';
import type { Authenticator } from '../services/keys/authenticate.ts';
import { type Principal, requirePermission } from '../services/keys/principal.ts';
import type { Csrf } from '../services/people/csrf.ts';
import type { Sessions } from '../services/people/sessions.ts';
import { type Needed, neededFor } from './permissions.ts';
import { type CookieRules, keepSessionToken, sessionTokenOf } from './session/cookie.ts';

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

/** Sets the principal, or says that there is none, which tells nothing of why; then holds them to what they may do. */
function admit(request: FastifyRequest, principal: Principal | null, needed: Needed): void {
  if (principal === null) fail('unauthenticated', 'a valid key is needed');
  if (needed !== 'anybody') requirePermission(principal, needed);
  request.principal = principal;
}

/** How callers are told apart: by their keys, or people by their sessions. */
export interface Identification {
  readonly authenticator: Authenticator;
  readonly sessions: Sessions;
  readonly csrf: Csrf;
  readonly cookies: CookieRules;
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends our cookie with whatever any page makes it send: what changes something must show that it comes from a
 * page of ours. Raises `csrf_failed`.
 */
function requireOwnPage(request: FastifyRequest, csrf: Csrf, sessionId: string): void {
  if (reading.has(request.method)) return;
  const presented = request.headers['x-cofferdam-csrf'];
  if (typeof presented === 'string' && csrf.isTokenOf(sessionId, presented)) return;
  fail('csrf_failed', 'x-cofferdam-csrf must be the csrf_token of GET /v1/session');
}

async function principalOfSession(
  { sessions, csrf, cookies }: Identification,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal | null> {
  const token = sessionTokenOf(request, cookies);
  const used = token === null ? null : await sessions.use(token);
  if (used === null) return null;
  const { session, nextToken } = used;
  requireOwnPage(request, csrf, session.sessionId);
  if (nextToken !== null) keepSessionToken(reply, cookies, nextToken);
  const { orgId, personId: keyId, sessionId, email, name, role } = session;
  const person = { sessionId, email, name, role };
  return { orgId, keyId, keyName: email, kind: 'person', person, operator: false, agent: null, pins: {} };
}

/** Runs what may throw, as the hook of a route has it. */
function settle(work: () => void, done: HookHandlerDoneFunction): void {
  try {
    work();
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

/**
 * Every route that is added after this needs a key or a session that may do what it does, unless it says that it is
 * open. The hook is put on each route when it is added, so that nothing has to be asked about the route for each
 * request; a key that is remembered is answered for without a promise. A cookie counts only where no key is shown.
 */
export function requireCallers(app: FastifyInstance, identification: Identification): void {
  const whose = (request: FastifyRequest, reply: FastifyReply) => {
    const { authorization, cookie } = request.headers;
    if (authorization === undefined && cookie !== undefined) return principalOfSession(identification, request, reply);
    const secret = bearerOf(request);
    return secret === null ? null : identification.authenticator.authenticate(secret);
  };
  const hookFor =
    (needed: Needed): onRequestHookHandler =>
    (request, reply, done) => {
      const principal = whose(request, reply);
      if (principal instanceof Promise)
        principal.then((found) => settle(() => admit(request, found, needed), done), done);
      else settle(() => admit(request, principal, needed), done);
    };
  app.addHook('onRoute', (route) => {
    if (route.config?.open === true) return;
    const needed = neededFor([route.method].flat()[0] ?? 'GET', route.url);
    route.onRequest = [hookFor(needed), ...[route.onRequest ?? []].flat()];
  });
}
