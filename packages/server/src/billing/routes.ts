import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from '../errors/problem.ts';
import type { ProcessorEvent } from '../services/payments/receive-event.ts';
import { readEvent } from './read-event.ts';
import { verifyEvent } from './verify-event.ts';

/** What the webhook works with; null where the server takes no payments. */
export interface BillingContext {
  readonly webhookSecrets: readonly string[];
  readonly receive: (event: ProcessorEvent) => Promise<void>;
  readonly nowMs: () => number;
}

/** Far above what Stripe sends. */
const mostBytes = 1024 * 1024;

async function receive(context: BillingContext, request: FastifyRequest): Promise<{ received: boolean }> {
  const header = request.headers['stripe-signature'];
  const body = Buffer.isBuffer(request.body) ? request.body : null;
  const signed = verifyEvent(
    body,
    typeof header === 'string' ? header : undefined,
    context.webhookSecrets,
    context.nowMs(),
  );
  const event = readEvent(signed);
  // Of the many events of an account only those about payments are followed, or kept.
  if (event !== null) await context.receive(event);
  return { received: true };
}

/** The webhook endpoint of the payment processor. What was taken in is answered 2xx; anything else Stripe sends again. */
export async function billingRoutes(app: FastifyInstance, context: BillingContext | null): Promise<void> {
  await app.register(async (scope) => {
    // The signature is over the bytes, so they are left as they are.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/webhooks/stripe', { config: { open: true }, schema: { hide: true } }, (request) =>
      context === null ? fail('payments_not_configured', 'this server takes no payments') : receive(context, request),
    );
  });
}
