import type { ApiContext } from './api/context.ts';
import type { Identification } from './api/authentication.ts';
import { createAuthenticator } from './services/keys/authenticate.ts';
import { createCsrf } from './services/people/csrf.ts';
import { createSessions } from './services/people/sessions.ts';
import type { Pool } from './store/connection.ts';

export interface CallerOptions {
  readonly secretKey: string;
  /** Where people reach the server, without a slash at its end; null where each request says so itself. */
  readonly publicUrl?: string | null;
}

/** What tells callers apart: the keys of programs, the sessions of people. By https, the cookie is for https alone. */
export function wireCallers(
  pool: Pool,
  nowMs: () => number,
  { secretKey, publicUrl = null }: CallerOptions,
): Identification & Pick<ApiContext, 'publicUrl'> {
  return {
    authenticator: createAuthenticator(pool, nowMs),
    sessions: createSessions(pool, nowMs),
    csrf: createCsrf(secretKey),
    cookies: { isSecure: publicUrl?.startsWith('https:') ?? false },
    publicUrl,
  };
}
