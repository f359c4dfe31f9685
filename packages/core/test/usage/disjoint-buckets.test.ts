import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  disjointBuckets,
  EMPTY_BUCKETS,
  outputTokens,
  promptTokens,
  type ReportedUsage,
  type TokenBuckets,
  totalTokens,
  type UsageField,
} from '../../src/usage/index.ts';

describe('usage as providers report it becomes disjoint buckets', () => {
  it.each<[string, ReportedUsage, Partial<TokenBuckets>]>([
    ['nothing', { input_tokens: 0, output_tokens: 0 }, {}],
    ['plain text', { input_tokens: 1000, output_tokens: 100 }, { inputUncached: 1000, output: 100 }],
    [
      'an OpenAI answer with cache and reasoning',
      { input_tokens: 2006, output_tokens: 300, cache_read_tokens: 1920, reasoning_tokens: 192 },
      { inputUncached: 86, cacheRead: 1920, output: 300, reasoning: 192 },
    ],
    [
      'an Anthropic answer with writes of both lifetimes (50 uncached, 248 for 5 minutes, 100 for an hour, 1800 read)',
      {
        input_tokens: 2198,
        output_tokens: 503,
        cache_read_tokens: 1800,
        cache_write_tokens: 348,
        cache_write_1h_tokens: 100,
      },
      { inputUncached: 50, cacheRead: 1800, cacheWrite5m: 248, cacheWrite1h: 100, output: 503 },
    ],
    [
      'an OpenAI audio answer',
      { input_tokens: 119, output_tokens: 84, audio_input_tokens: 100, audio_output_tokens: 70, cache_read_tokens: 0 },
      { inputUncached: 19, audioInput: 100, output: 14, audioOutput: 70 },
    ],
    [
      'an image answer',
      { input_tokens: 300, output_tokens: 1300, image_input_tokens: 258, image_output_tokens: 1290 },
      { inputUncached: 42, imageInput: 258, output: 10, imageOutput: 1290 },
    ],
    [
      'a prompt that is all parts',
      {
        input_tokens: 10,
        output_tokens: 0,
        cache_read_tokens: 1,
        cache_write_tokens: 2,
        audio_input_tokens: 3,
        image_input_tokens: 4,
      },
      { cacheRead: 1, cacheWrite5m: 2, audioInput: 3, imageInput: 4 },
    ],
    ['the largest figures', { input_tokens: 1e12, output_tokens: 1e12 }, { inputUncached: 1e12, output: 1e12 }],
  ])('%s', (_, usage, expected) => {
    expect(disjointBuckets(usage)).toEqual({ kind: 'buckets', buckets: { ...EMPTY_BUCKETS, ...expected } });
  });
});

describe('usage that contradicts itself is refused by the name of the field', () => {
  it.each<[UsageField, Partial<ReportedUsage>]>([
    ['cache_read_tokens', { cache_read_tokens: 101 }],
    ['cache_write_tokens', { cache_write_tokens: 101 }],
    ['cache_write_tokens', { cache_read_tokens: 60, cache_write_tokens: 41 }],
    ['audio_input_tokens', { cache_read_tokens: 60, audio_input_tokens: 41 }],
    ['image_input_tokens', { audio_input_tokens: 60, image_input_tokens: 41 }],
    ['cache_write_1h_tokens', { cache_write_tokens: 5, cache_write_1h_tokens: 6 }],
    ['cache_write_1h_tokens', { cache_write_1h_tokens: 1 }],
    ['reasoning_tokens', { reasoning_tokens: 11 }],
    ['audio_output_tokens', { reasoning_tokens: 6, audio_output_tokens: 5 }],
    ['image_output_tokens', { reasoning_tokens: 4, audio_output_tokens: 4, image_output_tokens: 3 }],
    ['input_tokens', { input_tokens: -1 }],
    ['input_tokens', { input_tokens: 1.5 }],
    ['input_tokens', { input_tokens: Number.NaN }],
    ['input_tokens', { input_tokens: Number.POSITIVE_INFINITY }],
    ['input_tokens', { input_tokens: 1e12 + 1 }],
    ['output_tokens', { output_tokens: -1 }],
    ['cache_read_tokens', { cache_read_tokens: -1 }],
    ['image_output_tokens', { image_output_tokens: 0.5 }],
  ])('%s of %j', (field, figures) => {
    expect(disjointBuckets({ input_tokens: 100, output_tokens: 10, ...figures })).toMatchObject({
      kind: 'invalid_usage',
      field,
    });
  });
});

it('buckets add up to the wholes that were reported, and none is below zero', () => {
  const part = fc.option(fc.nat(1000), { nil: undefined });
  const usages = fc.record({
    input_tokens: fc.nat(3000),
    output_tokens: fc.nat(2000),
    cache_read_tokens: part,
    cache_write_tokens: part,
    cache_write_1h_tokens: part,
    reasoning_tokens: part,
    audio_input_tokens: part,
    audio_output_tokens: part,
    image_input_tokens: part,
    image_output_tokens: part,
  });
  fc.assert(
    fc.property(usages, (usage) => {
      const outcome = disjointBuckets(usage);
      if (outcome.kind === 'invalid_usage') return;
      const { buckets } = outcome;
      expect(Object.values(buckets).every((tokens) => tokens >= 0)).toBe(true);
      expect(promptTokens(buckets)).toBe(usage.input_tokens);
      expect(outputTokens(buckets)).toBe(usage.output_tokens);
      expect(totalTokens(buckets)).toBe(usage.input_tokens + usage.output_tokens);
      expect(buckets.reasoning).toBeLessThanOrEqual(buckets.output);
    }),
    { numRuns: 500 },
  );
});
