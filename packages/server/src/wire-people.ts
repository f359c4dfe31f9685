import type { ApiContext } from './api/context.ts';
import { createCsrf } from './services/people/csrf.ts';
import { createSessions } from './services/people/sessions.ts';
import type { Pool } from './store/connection.ts';

export interface PeopleOptions {
  readonly secretKey: string;
  /** Where people reach the server, without a slash at its end; null where each request says so itself. */
  readonly publicUrl?: string | null;
}

/** What people sign in with. By https, the cookie is for https alone. */
export function wirePeople(
  pool: Pool,
  nowMs: () => number,
  { secretKey, publicUrl = null }: PeopleOptions,
): Pick<ApiContext, 'sessions' | 'csrf' | 'cookies' | 'publicUrl'> {
  return {
    sessions: createSessions(pool, nowMs),
    csrf: createCsrf(secretKey),
    cookies: { isSecure: publicUrl?.startsWith('https:') ?? false },
    publicUrl,
  };
}
