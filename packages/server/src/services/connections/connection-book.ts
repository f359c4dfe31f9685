import type { Pool } from '../../store/connection.ts';
import type { Vault } from '../vault.ts';
import { type CallPolicy, noPolicy } from './call-policy.ts';
import type { CallTimeouts, ConnectionProvider, SealedConnection } from './connection.ts';
import { openCredential } from './credential.ts';
import { findSealed } from './find-connections.ts';
import { createShortMemory } from './short-memory.ts';

/** A connection as the gateway uses it: with its credential, which must never be logged or answered. */
export interface OpenConnection {
  readonly id: string;
  readonly name: string;
  readonly provider: ConnectionProvider | 'simulator';
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null where it depends on the protocol of the call. */
  readonly priceProvider: string | null;
  readonly credential: string | null;
  readonly timeouts: CallTimeouts;
  readonly policy: CallPolicy;
}

export interface ConnectionBook {
  /** Null where the org has no connection of this name. Raises `CredentialUnreadable`. */
  find(orgId: string, name: string): OpenConnection | null | Promise<OpenConnection | null>;
  /** Forgets a connection at once, on this node; others follow when their memory of it runs out. */
  forget(orgId: string, name: string): void;
  /** Whether every org has a connection of this name, so that none may make one. */
  isBuiltIn(name: string): boolean;
  /** The connections that every org has. */
  readonly builtIn: readonly OpenConnection[];
}

export interface ConnectionBookOptions {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly nowMs: () => number;
  /** Connections that every org has, by name. */
  readonly builtIn?: ReadonlyMap<string, OpenConnection>;
}

/** For how long a connection is taken as it was last read: a new credential reaches every node within this time. */
const memoryMs = 2_000;

function opened(vault: Vault, orgId: string, found: SealedConnection): OpenConnection {
  const { id, name, provider, baseUrl, priceProvider, timeouts, sealed, policy } = found;
  const place = { orgId, connectionId: id, baseUrl };
  const credential = sealed === null ? null : openCredential(vault, place, sealed);
  return { id, name, provider, baseUrl, priceProvider, credential, timeouts, policy: policy ?? noPolicy };
}

/** Finds connections by name, with their credentials opened, and remembers them for a moment. */
export function createConnectionBook(options: ConnectionBookOptions): ConnectionBook {
  const { pool, vault, nowMs, builtIn = new Map<string, OpenConnection>() } = options;
  // Names that lead nowhere are the caller's to choose: they must not push out those that are in use.
  const memory = createShortMemory<OpenConnection | null>(nowMs, memoryMs, (connection) => connection !== null);
  const keyOf = (orgId: string, name: string): string => `${orgId} ${name}`;

  async function read(orgId: string, name: string): Promise<OpenConnection | null> {
    const found = await findSealed(pool, orgId, name);
    return found === null ? null : opened(vault, orgId, found);
  }

  return {
    find: (orgId, name) => builtIn.get(name) ?? memory.get(keyOf(orgId, name), () => read(orgId, name)),
    forget: (orgId, name) => memory.forget(keyOf(orgId, name)),
    isBuiltIn: (name) => builtIn.has(name),
    builtIn: [...builtIn.values()],
  };
}
