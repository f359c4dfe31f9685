import type { PaymentOwner } from '../services/payments/processor.ts';

/** Under these names Stripe's objects carry whose they are. */
const orgName = 'cofferdam_org';
const paymentName = 'cofferdam_payment';

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function ownerMetadata(orgId: string, paymentId: string): Record<string, string> {
  return { [orgName]: orgId, [paymentName]: paymentId };
}

/** Null for an object of somebody else's: one account may serve several systems. */
export function ownerFrom(
  metadata: Readonly<Record<string, string>> | null,
  intentId: string | null,
): PaymentOwner | null {
  const orgId = metadata?.[orgName] ?? '';
  const paymentId = metadata?.[paymentName] ?? '';
  return uuidForm.test(orgId) && uuidForm.test(paymentId) ? { orgId, paymentId, intentId } : null;
}
