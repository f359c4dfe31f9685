import { type ReportedUsage, USAGE_FIELDS, type UsageField } from './reported-usage.ts';
import type { TokenBuckets } from './token-buckets.ts';

/** The most tokens that one figure may say. It keeps every sum of figures a safe integer. */
export const MAX_TOKENS = 1e12;

export type BucketsOutcome =
  | { readonly kind: 'buckets'; readonly buckets: TokenBuckets }
  | { readonly kind: 'invalid_usage'; readonly field: UsageField; readonly reason: string };

/**
 * Takes reported usage apart into disjoint buckets. Usage that contradicts itself (parts larger than their whole) or
 * has a figure that is no count is refused by the name of the field: a bucket below zero would be a credit.
 */
export function disjointBuckets(usage: ReportedUsage): BucketsOutcome {
  return findBadFigure(usage) ?? findOversizedPart(usage) ?? { kind: 'buckets', buckets: takeApart(usage) };
}

function findBadFigure(usage: ReportedUsage): BucketsOutcome | null {
  for (const field of USAGE_FIELDS) {
    const value = usage[field];
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value)) return refuse(field, 'must be a whole number');
    if (value < 0) return refuse(field, 'must not be negative');
    if (value > MAX_TOKENS) return refuse(field, `must be at most ${MAX_TOKENS}`);
  }
  return null;
}

interface Whole {
  readonly field: UsageField;
  readonly parts: readonly UsageField[];
}

const WHOLES: readonly Whole[] = [
  { field: 'cache_write_tokens', parts: ['cache_write_1h_tokens'] },
  {
    field: 'input_tokens',
    parts: ['cache_read_tokens', 'cache_write_tokens', 'audio_input_tokens', 'image_input_tokens'],
  },
  { field: 'output_tokens', parts: ['reasoning_tokens', 'audio_output_tokens', 'image_output_tokens'] },
];

// The part named in the refusal is the one with which the sum first passes the whole.
function findOversizedPart(usage: ReportedUsage): BucketsOutcome | null {
  for (const { field, parts } of WHOLES) {
    const whole = usage[field] ?? 0;
    let sum = 0;
    for (const part of parts) {
      sum += usage[part] ?? 0;
      if (sum > whole) return refuse(part, `with the parts before it makes ${sum}, more than the ${whole} of ${field}`);
    }
  }
  return null;
}

function takeApart(usage: ReportedUsage): TokenBuckets {
  const cacheRead = usage.cache_read_tokens ?? 0;
  const cacheWrite = usage.cache_write_tokens ?? 0;
  const cacheWrite1h = usage.cache_write_1h_tokens ?? 0;
  const audioInput = usage.audio_input_tokens ?? 0;
  const audioOutput = usage.audio_output_tokens ?? 0;
  const imageInput = usage.image_input_tokens ?? 0;
  const imageOutput = usage.image_output_tokens ?? 0;
  return {
    inputUncached: usage.input_tokens - cacheRead - cacheWrite - audioInput - imageInput,
    cacheRead,
    cacheWrite5m: cacheWrite - cacheWrite1h,
    cacheWrite1h,
    output: usage.output_tokens - audioOutput - imageOutput,
    audioInput,
    audioOutput,
    imageInput,
    imageOutput,
    reasoning: usage.reasoning_tokens ?? 0,
  };
}

function refuse(field: UsageField, reason: string): BucketsOutcome {
  return { kind: 'invalid_usage', field, reason };
}
