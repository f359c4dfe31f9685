import { startSimulator } from '@cofferdam/simulator';
import { builtInId } from './services/connections/built-in-connections.ts';
import { noPolicy } from './services/connections/call-policy.ts';
import { defaultTimeouts } from './services/connections/connection.ts';
import type { OpenConnection } from './services/connections/connection-book.ts';

/** The simulated providers of this process, and the connection that leads to them. */
export interface BuiltInSimulator {
  readonly connection: OpenConnection;
  close(): Promise<void>;
}

/** What it counted is kept for so many requests: a server may run for months. */
const remembered = 20_000;

/**
 * Starts the simulator on a free port of this machine. It is a server of its own, so that a call to it goes the whole way
 * of a call to a provider.
 */
export async function startBuiltInSimulator(): Promise<BuiltInSimulator> {
  const simulator = await startSimulator({ remembered });
  return {
    connection: {
      id: builtInId,
      name: 'sim',
      provider: 'simulator',
      baseUrl: simulator.url,
      priceProvider: null,
      credential: null,
      timeouts: defaultTimeouts,
      policy: noPolicy,
    },
    close: () => simulator.close(),
  };
}
