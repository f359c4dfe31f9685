import type { Connection, ConnectionOrigin, ConnectionProvider } from './connection.ts';
import type { OpenConnection } from './connection-book.ts';

/** A connection as it may be shown: one that somebody made, or one that every org has, which nobody made. */
export type ShownConnection = Omit<Connection, 'provider' | 'priceProvider' | 'origin' | 'createdMs' | 'updatedMs'> & {
  readonly provider: ConnectionProvider | 'simulator';
  /** Null where it depends on the protocol of the call. */
  readonly priceProvider: string | null;
  readonly origin: ConnectionOrigin | 'built-in';
  readonly createdMs: number | null;
  readonly updatedMs: number | null;
};

/**
 * A built-in connection is in no table. Its id is the smallest there is, so that it stands at the end of a list that is
 * newest first, whatever was made before.
 */
export const builtInId = '00000000-0000-0000-0000-000000000000';

export function showBuiltIn({ id, name, provider, baseUrl, priceProvider, timeouts }: OpenConnection): ShownConnection {
  return {
    id,
    name,
    provider,
    baseUrl,
    credentialHint: null,
    priceProvider,
    timeouts,
    policy: null,
    origin: 'built-in',
    createdMs: null,
    updatedMs: null,
  };
}
