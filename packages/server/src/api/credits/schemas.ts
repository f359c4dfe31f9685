import { entryKindNames, maxPriority } from '@cofferdam/core';
import { z } from 'zod';
import { displayName, label, signedUsd, time, timeZone, usd, uuid } from '../fields.ts';
import { pageFields } from '../page.ts';
import { periodFields } from '../reports/schemas.ts';

const positive = usd.refine((amount) => amount > 0n, 'must be more than 0');

const reason = z
  .string()
  .min(1)
  .max(500, 'must be at most 500 characters')
  .regex(/^[^\p{Cc}]+$/u, 'may not have control characters');

export const topUpBody = z.strictObject({
  amount_usd: positive,
  /** The caller's own name for the payment, which books it once. */
  reference: displayName,
  expires_at: time.optional(),
});

export const grantBody = z.strictObject({
  amount_usd: positive,
  source: z.enum(['grant', 'promotion']).default('grant'),
  reference: displayName,
  priority: z.number().int().min(0).max(maxPriority).optional(),
  expires_at: time.optional(),
  reason: reason.optional(),
});

export const refundBody = z.strictObject({
  amount_usd: positive,
  lot: uuid.transform((id) => id.toLowerCase()).optional(),
  /** The reference of the top-up. */
  top_up: displayName.optional(),
  reference: displayName,
  reason,
});

export const adjustmentBody = z.strictObject({
  amount_usd: signedUsd.refine((amount) => amount !== 0n, 'must not be 0'),
  reference: displayName,
  expires_at: time.optional(),
  reason,
});

export const writeOffBody = z.strictObject({
  /** The whole debt where it is left out. */
  amount_usd: positive.optional(),
  reference: displayName,
  reason,
});

export const lotsQuery = z.strictObject({
  state: z.enum(['open', 'all']).default('open'),
  /** `draw`: as a charge draws them; only those with anything left. */
  order: z.enum(['newest', 'draw']).default('newest'),
  ...pageFields,
});

/** What is left out stays; null takes a mark away. */
export const creditsPatch = z.strictObject({
  low_balance_usd: usd
    .refine((amount) => amount > 0n, 'must be more than 0, or null')
    .nullable()
    .optional(),
  low_runway_days: z.number().int().min(1).max(365).nullable().optional(),
  mode: z.enum(['postpaid', 'prepaid', 'overdraft']).optional(),
  overdraft_usd: usd.optional(),
});

export const ledgerQuery = z.strictObject({
  kind: z.enum(entryKindNames).optional(),
  agent: label.optional(),
  run: label.optional(),
  model: z.string().min(1).max(300).optional(),
  ...periodFields,
  lot: uuid.transform((id) => id.toLowerCase()).optional(),
  reference: displayName.optional(),
  ...pageFields,
});

/** A month, in the years that a ledger can have. */
export const monthForm = /^20\d{2}-(0[1-9]|1[0-2])$/;

export const statementsQuery = z.strictObject({ timezone: timeZone.default('UTC'), ...pageFields });

export const statementParams = z.strictObject({
  month: z.string().regex(monthForm, 'must be a month, such as 2026-11'),
});

export const statementQuery = z.strictObject({
  timezone: timeZone.default('UTC'),
  format: z.enum(['json', 'csv', 'html']).default('json'),
});

export type CreditsPatch = z.output<typeof creditsPatch>;
