import { z } from 'zod';
import { label, usd } from '../fields.ts';

/** What is left out is as it is for what stands above: for an agent the org, for the org the default. */
export const rulesBody = z.strictObject({
  enabled: z.boolean().optional(),
  factor: z.number().int().min(2).max(1_000).optional(),
  min_charges: z.number().int().min(10).max(1_000).optional(),
  min_runs: z.number().int().min(3).max(100).optional(),
  min_amount_usd: usd.optional(),
  loop_requests: z.number().int().min(3).max(1_000).optional(),
  loop_window_seconds: z.number().int().min(10).max(3_600).optional(),
  pause: z.boolean().optional(),
});

export const agentParams = z.strictObject({ id: label });
