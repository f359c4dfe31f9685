import { z } from 'zod';
import { displayName, label, time, usd } from '../fields.ts';
import { pageFields } from '../page.ts';

export const topUpBody = z.strictObject({
  amount_usd: usd.refine((amount) => amount > 0n, 'must be more than 0'),
  /** The caller's own name for the payment, which books it once. */
  reference: displayName,
});

export const ledgerQuery = z.strictObject({
  kind: z.enum(['top_up', 'charge', 'correction']).optional(),
  agent: label.optional(),
  run: label.optional(),
  model: z.string().min(1).max(300).optional(),
  from: time.optional(),
  to: time.optional(),
  ...pageFields,
});
