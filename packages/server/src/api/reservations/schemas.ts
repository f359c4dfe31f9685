import { z } from 'zod';
import { label, labelFields, tokenCount, usd, uuid } from '../fields.ts';
import { toolFields, usageFields } from '../usage/usage-fields.ts';

const ttlSeconds = z.number().int().min(1).max(86_400);

export const reserveBody = z.strictObject({
  ...labelFields,
  run: label.optional(),
  parent_run: label.optional(),
  provider: label.optional(),
  model: label.optional(),
  amount_usd: usd.optional(),
  final: z.boolean().default(false),
  estimate: z.strictObject({ input_tokens: tokenCount, max_output_tokens: tokenCount }).optional(),
  ttl_seconds: ttlSeconds.default(300),
  on_expiry: z.enum(['release', 'charge']).default('release'),
});

export const settleBody = z.strictObject({
  usage: z
    .union([usageFields, z.array(usageFields).min(1).max(100)])
    .nullable()
    .optional(),
  cost_usd: usd.optional(),
  tools: z.array(toolFields).max(100).optional(),
});

export const releaseBody = z.strictObject({}).nullish();

export const extendBody = z.strictObject({ ttl_seconds: ttlSeconds.optional(), amount_usd: usd.optional() });

export const reservationParams = z.strictObject({ id: uuid });
