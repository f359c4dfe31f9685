/**
 * What one model call used, in tokens: disjoint buckets, so that its cost is one rate times each. Safe integers, none
 * below zero. `reasoning` is the exception: it says how much of `output` was reasoning, and is not added to anything.
 */
export interface TokenBuckets {
  readonly inputUncached: number;
  readonly cacheRead: number;
  /** Cache writes with the provider's default lifetime (five minutes at Anthropic; OpenAI has only one). */
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly audioInput: number;
  readonly audioOutput: number;
  readonly imageInput: number;
  readonly imageOutput: number;
  readonly reasoning: number;
}

export const EMPTY_BUCKETS: TokenBuckets = {
  inputUncached: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  audioInput: 0,
  audioOutput: 0,
  imageInput: 0,
  imageOutput: 0,
  reasoning: 0,
};

/** The whole prompt, cached parts included: what context tiers are chosen by. */
export function promptTokens(buckets: TokenBuckets): number {
  const { inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, audioInput, imageInput } = buckets;
  return inputUncached + cacheRead + cacheWrite5m + cacheWrite1h + audioInput + imageInput;
}

/** The whole output, reasoning included. */
export function outputTokens(buckets: TokenBuckets): number {
  return buckets.output + buckets.audioOutput + buckets.imageOutput;
}

/** What budgets of tokens count: the whole prompt and the whole output. */
export function totalTokens(buckets: TokenBuckets): number {
  return promptTokens(buckets) + outputTokens(buckets);
}
