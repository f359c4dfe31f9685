import { disjointBuckets, type Spending, type ToolUse, totalTokens, type Attempt } from '@cofferdam/core';
import { z } from 'zod';
import { fail } from '../../errors/problem.ts';
import { label, quantity, tokenCount, usd } from '../fields.ts';

/** What one call to a model used, as the wire has it. */
export const usageFields = z.strictObject({
  provider: label,
  model: label,
  type: z.enum(['model_call', 'embedding']).optional(),
  input_tokens: tokenCount,
  output_tokens: tokenCount,
  cache_read_tokens: tokenCount.optional(),
  cache_write_tokens: tokenCount.optional(),
  cache_write_1h_tokens: tokenCount.optional(),
  reasoning_tokens: tokenCount.optional(),
  audio_input_tokens: tokenCount.optional(),
  audio_output_tokens: tokenCount.optional(),
  image_input_tokens: tokenCount.optional(),
  image_output_tokens: tokenCount.optional(),
  service_tier: label.optional(),
  request_id: z.string().min(1).max(200).optional(),
});

export const toolFields = z.strictObject({ name: label, quantity, cost_usd: usd.optional() });

export type WireUsage = z.output<typeof usageFields>;
export type WireTool = z.output<typeof toolFields>;

/** Disjoint buckets of a wire usage. Raises `invalid_usage` where a part is larger than its whole. */
export function attemptOf(usage: WireUsage): Attempt {
  const outcome = disjointBuckets(usage);
  if (outcome.kind !== 'buckets')
    fail('invalid_usage', `${outcome.field}: ${outcome.reason}`, { field: outcome.field });
  return {
    provider: usage.provider,
    model: usage.model,
    isEmbedding: usage.type === 'embedding',
    buckets: outcome.buckets,
    tokens: totalTokens(outcome.buckets),
    serviceTier: usage.service_tier ?? null,
    providerRequestId: usage.request_id ?? null,
  };
}

export function toolUseOf(tool: WireTool): ToolUse {
  return { name: tool.name, quantity: tool.quantity, costNanoUsd: tool.cost_usd ?? null };
}

export interface SpendingFields {
  readonly usage?: WireUsage | readonly WireUsage[] | null | undefined;
  readonly cost_usd?: bigint | undefined;
  readonly tools?: readonly WireTool[] | undefined;
}

function attemptsOf(usage: WireUsage | readonly WireUsage[]): Spending {
  const attempts = 'provider' in usage ? [usage] : usage;
  return { kind: 'attempts', attempts: attempts.map(attemptOf) };
}

/** What a body says was spent: usage or a cost, one of them; tools beside it, or alone. */
export function spendingOf(body: SpendingFields): Spending {
  const { usage, cost_usd: costNanoUsd, tools } = body;
  if (usage !== undefined && costNanoUsd !== undefined) {
    fail('invalid_request', 'cost_usd: give either usage or cost_usd, not both', { field: 'cost_usd' });
  }
  if (costNanoUsd !== undefined) return { kind: 'cost', costNanoUsd };
  if (usage === null) return { kind: 'unknown' };
  if (usage !== undefined) return attemptsOf(usage);
  if (tools !== undefined && tools.length > 0) return { kind: 'none' };
  return fail('invalid_request', 'usage: give usage, cost_usd or tools', { field: 'usage' });
}
