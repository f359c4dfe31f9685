import { randomBytes } from 'node:crypto';
import { startSimulator } from '@cofferdam/simulator';
import { startStripeSimulator } from '@cofferdam/simulator/stripe';
import type { StripeSettings } from './billing/stripe-settings.ts';
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

/** A Stripe of this process's own, for payments in which no money moves. */
export interface BuiltInStripe {
  readonly settings: StripeSettings;
  /** From now on its events go to the server at this address. */
  sendEventsTo(serverUrl: string): void;
  close(): Promise<void>;
}

/** Starts a simulated Stripe on a free port of this machine. It forgets its payments when the process ends. */
export async function startBuiltInStripe(): Promise<BuiltInStripe> {
  const apiKey = `sk_test_${randomBytes(12).toString('hex')}`;
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  const stripe = await startStripeSimulator({ apiKey });
  return {
    settings: { secretKey: apiKey, webhookSecrets: [secret], apiUrl: stripe.url },
    sendEventsTo: (serverUrl) => stripe.sendEventsTo({ url: `${serverUrl}/webhooks/stripe`, secrets: [secret] }),
    close: () => stripe.close(),
  };
}
