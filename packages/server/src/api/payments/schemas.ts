import { z } from 'zod';
import { parseAddress } from '../../services/outbound/parse-address.ts';
import { displayName, usd, uuid } from '../fields.ts';
import { pageFields } from '../page.ts';
import { periodFields } from '../reports/schemas.ts';

/** Where the payer's browser is sent: we fill in `{PAYMENT_ID}`, and Stripe `{CHECKOUT_SESSION_ID}`. */
const returnUrl = z.string().superRefine((text, context) => {
  const parsed = parseAddress(text);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.reason });
});

export const checkoutBody = z.strictObject({
  amount_usd: usd.refine((amount) => amount > 0n, 'must be more than 0'),
  currency: z.literal('USD', 'must be USD').optional(),
  success_url: returnUrl.optional(),
  cancel_url: returnUrl.optional(),
  /** The caller's own name for the payment, which makes it once. */
  reference: displayName.optional(),
});

const paymentStates = [
  'created',
  'pending',
  'succeeded',
  'failed',
  'expired',
  'partially_refunded',
  'refunded',
  'disputed',
  'charged_back',
] as const;

export const paymentsQuery = z.strictObject({ state: z.enum(paymentStates).optional(), ...pageFields });

export const paymentParams = z.strictObject({ id: uuid });

export const noBody = z.strictObject({}).nullish();

/** The last 31 days where it is left out. */
export const reconciliationQuery = z.strictObject(periodFields);

export const correctionsBody = z.strictObject({
  ...periodFields,
  /** The ids of the residuals that are approved. */
  residuals: z
    .array(z.string().regex(/^(top_up|claw_back|reinstatement):[\w#]{1,255}$/, 'must be ids of residuals'))
    .min(1)
    .max(200, 'must be at most 200 ids'),
});
