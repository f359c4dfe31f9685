import type { StripeEvent } from '../books/objects.ts';
import { type Endpoint, post } from './endpoint.ts';

/** Takes events to their endpoint as they happen, and again where they were not taken. */
export interface Courier {
  take(event: StripeEvent): void;
  close(): void;
}

/** Stripe tries for days; this is enough for a server that starts again. */
const waitsMs = [1_000, 5_000, 30_000, 120_000];

export function createCourier(endpoint: Endpoint, nowSeconds: () => number): Courier {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  const later = (event: StripeEvent, attempt: number, waitMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void carry(event, attempt);
    }, waitMs);
    timers.add(timer);
  };
  const carry = async (event: StripeEvent, attempt: number): Promise<void> => {
    const status = await post(endpoint, event, nowSeconds());
    const waitMs = waitsMs[attempt];
    const isTaken = status !== null && status < 300;
    if (!isTaken && !closed && waitMs !== undefined) later(event, attempt + 1, waitMs);
  };
  return {
    take: (event) => later(event, 0, 0),
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
