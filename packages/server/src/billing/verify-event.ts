import Stripe from 'stripe';
import { fail } from '../errors/problem.ts';

/** A message that is older was kept back, or is sent again by somebody who overheard it. */
const toleranceSeconds = 300;

/**
 * Reads an event that Stripe signed with one of the endpoint's secrets, a short while ago. The body must be the bytes that
 * were sent. Raises `webhook_signature_invalid`, which does not say what is wrong with it.
 */
export function verifyEvent(
  body: Buffer | null,
  header: string | undefined,
  secrets: readonly string[],
  nowMs: number,
): Stripe.Event {
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(body ?? '', header ?? '', secret, toleranceSeconds, undefined, nowMs);
    } catch {
      // Another secret may fit.
    }
  }
  return fail('webhook_signature_invalid', 'the signature is missing, wrong or too old');
}
