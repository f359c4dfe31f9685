import Stripe from 'stripe';
import { ProcessorFailed } from '../services/payments/processor.ts';
import type { StripeSettings } from './stripe-settings.ts';

const timeoutMs = 10_000;

function target(apiUrl: string | null): Partial<Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'>> {
  if (apiUrl === null) return {};
  const { hostname: host, port, protocol } = new URL(apiUrl);
  return protocol === 'http:'
    ? { host, port: port || 80, protocol: 'http' }
    : { host, port: port || 443, protocol: 'https' };
}

/** The official library. It tells Stripe nothing of how long requests took. */
export function createStripeClient({ secretKey, apiUrl, retries = 2 }: StripeSettings): Stripe {
  return new Stripe(secretKey, {
    ...target(apiUrl),
    maxNetworkRetries: retries,
    timeout: timeoutMs,
    telemetry: false,
    appInfo: { name: 'cofferdam' },
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'resource_missing';
}

/** What is told of a failure: never what was sent, and nothing that a key could stand in. */
function describe(error: unknown): string {
  if (error instanceof Stripe.errors.StripeAuthenticationError)
    return 'Stripe does not take the secret key of this server';
  if (error instanceof Stripe.errors.StripePermissionError)
    return 'the secret key of this server may not do this at Stripe';
  if (error instanceof Stripe.errors.StripeConnectionError) return 'Stripe cannot be reached';
  if (error instanceof Stripe.errors.StripeRateLimitError) return 'Stripe says that it is asked too often';
  if (error instanceof Stripe.errors.StripeError) {
    return `Stripe answered ${error.statusCode ?? 'nothing'}${error.code === undefined ? '' : ` ${error.code}`}`;
  }
  return 'what Stripe answered cannot be read';
}

/** Asks Stripe. Raises ProcessorFailed. */
export async function ask<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ProcessorFailed(describe(error));
  }
}

/** Asks Stripe for an object that may not be there: null then. Raises ProcessorFailed. */
export async function askFor<T>(work: Promise<T>): Promise<T | null> {
  return ask(
    work.catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    }),
  );
}

/** The id, whether or not the object itself stands there. */
export function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null);
}
