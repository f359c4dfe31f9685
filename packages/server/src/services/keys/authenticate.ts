import type pg from 'pg';
import type { KeyKind, Pins, Principal } from './principal.ts';
import { hashSecret, secretName } from './secret.ts';

/** For how long a key is taken as it was last read: a revocation reaches every node within this time. */
const keyCacheMs = 2_000;

/** `last_used_at` is kept to the minute, so that a busy key is not rewritten by each of its calls. */
const lastUsedGranularityMs = 60_000;

const maxCached = 10_000;

const findKey = `
  SELECT k.org_id, k.id, k.name, k.kind, k.operator, k.agent, k.pins, k.last_used_at
    FROM key_directory d JOIN api_keys k ON k.org_id = d.org_id AND k.id = d.key_id
   WHERE d.key_hash = $1 AND k.revoked_at IS NULL`;

const touchKey = 'UPDATE api_keys SET last_used_at = $3 WHERE org_id = $1 AND id = $2';

interface KeyRow {
  org_id: string;
  id: string;
  name: string;
  kind: KeyKind;
  operator: boolean;
  agent: string | null;
  pins: Pins;
  last_used_at: number | null;
}

interface Cached {
  readonly principal: Principal;
  readonly untilMs: number;
  touchedMs: number;
}

export interface Authenticator {
  /** Who holds this key; null where nobody does, or it was revoked. */
  authenticate(secret: string): Principal | null | Promise<Principal | null>;
  /** Forgets a key at once, on this node. */
  forget(keyId: string): void;
}

/** Looks keys up by their hash, and remembers them for a moment: the cache advises for two seconds at most. */
export function createAuthenticator(pool: pg.Pool, nowMs: () => number): Authenticator {
  const cache = new Map<string, Cached>();

  function touch(cached: Cached, atMs: number): void {
    if (atMs - cached.touchedMs < lastUsedGranularityMs) return;
    cached.touchedMs = atMs;
    const { orgId, keyId } = cached.principal;
    // It is only a hint for the key's owner: a failure to write it must not fail the call.
    pool.query(touchKey, [orgId, keyId, new Date(atMs)]).catch(() => (cached.touchedMs = 0));
  }

  async function read(secret: string, name: string): Promise<Principal | null> {
    const { rows } = await pool.query<KeyRow>(findKey, [hashSecret(secret)]);
    const row = rows[0];
    if (row === undefined) return null;
    const { kind, operator, agent, pins } = row;
    const { org_id: orgId, id: keyId, name: keyName } = row;
    const principal: Principal = { orgId, keyId, keyName, kind, person: null, operator, agent, pins };
    const atMs = nowMs();
    const touchedMs = row.last_used_at ?? 0;
    const cached = { principal, untilMs: atMs + keyCacheMs, touchedMs };
    if (cache.size >= maxCached) cache.clear();
    cache.set(name, cached);
    touch(cached, atMs);
    return principal;
  }

  return {
    authenticate(secret) {
      const name = secretName(secret);
      const cached = cache.get(name);
      return cached !== undefined && cached.untilMs > nowMs() ? cached.principal : read(secret, name);
    },
    forget(keyId) {
      for (const [name, cached] of cache) if (cached.principal.keyId === keyId) cache.delete(name);
    },
  };
}
