import { entryKindNames } from '@cofferdam/core';
import { z } from 'zod';
import { displayName, label, time, timeZone, usd } from '../fields.ts';
import { pageFields } from '../page.ts';

export const topUpBody = z.strictObject({
  amount_usd: usd.refine((amount) => amount > 0n, 'must be more than 0'),
  /** The caller's own name for the payment, which books it once. */
  reference: displayName,
});

/** What is left out stays; null takes a mark away. */
export const creditsPatch = z.strictObject({
  low_balance_usd: usd
    .refine((amount) => amount > 0n, 'must be more than 0, or null')
    .nullable()
    .optional(),
  low_runway_days: z.number().int().min(1).max(365).nullable().optional(),
});

export const ledgerQuery = z.strictObject({
  kind: z.enum(entryKindNames).optional(),
  agent: label.optional(),
  run: label.optional(),
  model: z.string().min(1).max(300).optional(),
  from: time.optional(),
  to: time.optional(),
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
