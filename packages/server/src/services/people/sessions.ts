import type pg from 'pg';
import { hashSecret } from '../keys/secret.ts';
import { useSession, type OpenSession, type UsedSession } from './session.ts';

/** For how long a session is taken as it was last read: an end of it reaches every node within this time. */
const cacheMs = 2_000;
const maxCached = 10_000;

/** Who is signed in, as this node last read it. */
export interface Sessions {
  /** Whose token it is; null where it is nobody's. */
  use(token: string): Promise<UsedSession | null>;
  /** Forgets what was read, on this node, at once. */
  forget(): void;
}

interface Cached {
  readonly session: OpenSession;
  readonly untilMs: number;
}

/** A page asks for many things at once: its session is read once for all of them. */
export function createSessions(pool: pg.Pool, nowMs: () => number): Sessions {
  const cache = new Map<string, Cached>();
  return {
    async use(token) {
      const name = hashSecret(token).toString('base64');
      const cached = cache.get(name);
      if (cached !== undefined && cached.untilMs > nowMs()) return { session: cached.session, nextToken: null };
      const used = await useSession(pool, token, nowMs());
      if (cache.size >= maxCached) cache.clear();
      if (used === null) cache.delete(name);
      else cache.set(name, { session: used.session, untilMs: nowMs() + cacheMs });
      return used;
    },
    forget: () => cache.clear(),
  };
}
