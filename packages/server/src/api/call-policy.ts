import { z } from 'zod';
import type { CallPolicy } from '../services/connections/call-policy.ts';

/** A cap of output tokens; the largest is far beyond any model's. */
const cap = z.number().int().min(1).max(1e9).nullable().optional();

/** A policy as connections and agents take it; one that sets no rule is none. */
export const policyField = z
  .strictObject({
    mode: z.enum(['strict', 'fit']).nullable().optional(),
    max_output_tokens: cap,
    min_output_tokens: cap,
  })
  .refine(({ max_output_tokens: max, min_output_tokens: min }) => (min ?? 0) <= (max ?? Infinity), {
    path: ['min_output_tokens'],
    message: 'may not be above max_output_tokens',
  })
  .nullable();

/** Undefined stays undefined: it was left out. */
export function policyOf(wire: z.output<typeof policyField> | undefined): CallPolicy | null | undefined {
  if (wire === null || wire === undefined) return wire;
  const { mode = null, max_output_tokens: maxOutputTokens = null, min_output_tokens: minOutputTokens = null } = wire;
  const isNone = mode === null && maxOutputTokens === null && minOutputTokens === null;
  return isNone ? null : { mode, maxOutputTokens, minOutputTokens };
}
