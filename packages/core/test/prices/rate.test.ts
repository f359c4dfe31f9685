import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUsd } from '../../src/money/index.ts';
import {
  estimateCost,
  findPeriod,
  isPriced,
  type PriceSources,
  rate,
  type RatingOutcome,
  type RatingRequest,
} from '../../src/prices/index.ts';
import { EMPTY_BUCKETS, type TokenBuckets } from '../../src/usage/index.ts';
import { bookOnly, NOW_MS, sampleBook } from './sample-book.ts';

function call(name: string, buckets: Partial<TokenBuckets>, more: Partial<RatingRequest> = {}): RatingRequest {
  const [provider = '', model = ''] = name.split('/');
  return { provider, model, timeMs: NOW_MS, buckets: { ...EMPTY_BUCKETS, ...buckets }, serviceTier: null, ...more };
}

function cost(outcome: RatingOutcome): string {
  return outcome.kind === 'priced' ? formatUsd(outcome.costNanoUsd) : outcome.reason;
}

const SONNET = 'anthropic/claude-sonnet-4-5';
const before = (date: string) => ({ timeMs: Date.parse(date) - 1 });
const at = (time: string) => ({ timeMs: Date.parse(time) });

// The costs are worked out by hand from the published price lists, tokens times USD per million.
describe('rate', () => {
  it.each<[string, RatingRequest, string]>([
    ['input and output', call(SONNET, { inputUncached: 1000, output: 100 }), '0.0045'],
    [
      'every cache bucket: 50 x 3 + 1800 x 0.30 + 248 x 3.75 + 100 x 6 + 503 x 15, per million',
      call(SONNET, { inputUncached: 50, cacheRead: 1800, cacheWrite5m: 248, cacheWrite1h: 100, output: 503 }),
      '0.009765',
    ],
    ['a batch at half', call(SONNET, { inputUncached: 1000, output: 100 }, { serviceTier: 'batch' }), '0.00225'],
    ['a surcharge', call(SONNET, { inputUncached: 1000, output: 100 }, { serviceTier: 'surge' }), '0.00675'],
    ['one cached token of a batch', call(SONNET, { cacheRead: 1 }, { serviceTier: 'batch' }), '0.00000015'],
    [
      'before a price cut',
      call('openai/o3', { inputUncached: 1000, output: 1000 }, before('2025-06-10T00:00:00Z')),
      '0.05',
    ],
    [
      'from a price cut on',
      call('openai/o3', { inputUncached: 1000, output: 1000 }, at('2025-06-10T00:00:00Z')),
      '0.01',
    ],
    ['flex', call('openai/o3', { inputUncached: 1000, output: 1000 }, { serviceTier: 'flex' }), '0.005'],
    [
      'priority, by its own list',
      call('openai/o3', { inputUncached: 1000, output: 1000 }, { serviceTier: 'priority' }),
      '0.0175',
    ],
    [
      'the standard tier by name',
      call('openai/o3', { inputUncached: 1000, output: 1000 }, { serviceTier: 'default' }),
      '0.01',
    ],
    ['a long prompt, just not', call('google/gemini-2.5-pro', { inputUncached: 200_000, output: 1000 }), '0.26'],
    [
      'a long prompt, for every bucket',
      call('google/gemini-2.5-pro', { inputUncached: 200_001, output: 1000 }),
      '0.5150025',
    ],
    [
      'a prompt that is long by its cached and audio parts',
      call('google/gemini-2.5-pro', { inputUncached: 1, cacheRead: 199_000, audioInput: 1000, output: 1000 }),
      '0.0672525',
    ],
    [
      'peak hours',
      call('deepseek/deepseek-chat', { inputUncached: 1e6, output: 1e6 }, at('2025-05-01T16:29:59.999Z')),
      '1.37',
    ],
    [
      'off-peak hours',
      call('deepseek/deepseek-chat', { inputUncached: 1e6, output: 1e6 }, at('2025-05-01T16:30:00Z')),
      '0.685',
    ],
    [
      'off-peak hours past midnight',
      call('deepseek/deepseek-chat', { inputUncached: 1e6, output: 1e6 }, at('2025-05-01T00:29:59Z')),
      '0.685',
    ],
    ['a fee for the request', call('perplexity/sonar', { inputUncached: 1000, output: 500 }), '0.0135'],
    [
      'a fee for each of three requests',
      call('perplexity/sonar', { inputUncached: 1000, output: 500 }, { requests: 3 }),
      '0.0375',
    ],
    [
      'reasoning at a rate of its own',
      call('perplexity/sonar-deep-research', { inputUncached: 100, output: 1000, reasoning: 400 }),
      '0.0062',
    ],
    ['reasoning as output', call('openai/o3', { output: 1000, reasoning: 400 }), '0.008'],
    ['a free model', call('openai/free-model', { inputUncached: 1000, output: 1000 }), '0'],
    ['no tokens', call('openai/o3', {}), '0'],
  ])('prices %s', (_, request, expected) => {
    expect(cost(rate(bookOnly, request))).toBe(expected);
  });

  it.each<[string, RatingRequest, Partial<Extract<RatingOutcome, { kind: 'unpriced' }>>]>([
    ['an unknown provider', call('nobody/o3', { output: 1 }), { reason: 'unknown_provider' }],
    ['an unknown model', call('openai/o4', { output: 1 }), { reason: 'unknown_model' }],
    ['an unknown model without tokens', call('openai/o4', {}), { reason: 'unknown_model' }],
    ['a model before it had a price', call('openai/not-yet', { output: 1 }), { reason: 'no_price_at_time' }],
    [
      'a bucket without a price',
      call(SONNET, { inputUncached: 9, imageOutput: 1 }),
      { reason: 'no_bucket_price', missing: 'imageOutput' },
    ],
    [
      'cache writes where none are listed',
      call('openai/o3', { cacheWrite5m: 1 }),
      { reason: 'no_bucket_price', missing: 'cacheWrite5m' },
    ],
    [
      'a service tier without a price',
      call(SONNET, { output: 1 }, { serviceTier: 'priority' }),
      { reason: 'unknown_service_tier' },
    ],
    [
      'a tier that was asked for, not served',
      call('openai/o3', { output: 1 }, { serviceTier: 'auto' }),
      { reason: 'unknown_service_tier' },
    ],
    [
      'tokens of a model that is charged by the second',
      call('openai/whisper-1', { inputUncached: 5 }),
      { reason: 'no_token_price' },
    ],
    ['no tokens of a model that is charged by the second', call('openai/whisper-1', {}), { reason: 'no_token_price' }],
    ['a charge above all bounds', call(SONNET, { output: 1e14 }), { reason: 'out_of_range' }],
  ])('does not price %s', (_, request, expected) => {
    expect(rate(bookOnly, request)).toEqual({ kind: 'unpriced', missing: null, ...expected });
  });

  it.each<[string, string, string]>([
    ['openai/o3', 'exact', 'sample-1#openai/o3@2025-06-10'],
    ['openai/O3-2025-04-16', 'exact', 'sample-1#openai/o3@2025-06-10'],
    ['anthropic/claude-sonnet-4-5-20250929', 'alias', 'sample-1#anthropic/claude-sonnet-4-5@base'],
    ['anthropic/claude-sonnet-4.5-latest', 'alias', 'sample-1#anthropic/claude-sonnet-4-5@base'],
    ['anthropic/claude-sonnet-4-5-turbo', 'pattern', 'sample-1#anthropic/claude-sonnet-4-5@base'],
    ['openai/my-free-thing', 'pattern', 'sample-1#openai/free-model@base'],
    ['google/gemini-2.5-pro-exp', 'pattern', 'sample-1#google/gemini-2.5-pro@base'],
    ['google/claude-sonnet-4-5', 'alias', 'sample-1#anthropic/claude-sonnet-4-5@base'],
  ])('says how %s was recognised: %s', (name, matched, priceVersion) => {
    const outcome = rate(bookOnly, call(name, { inputUncached: 1 }));
    expect(outcome).toMatchObject({ kind: 'priced', matched, priceVersion, source: 'book' });
    expect(findPeriod(sampleBook, priceVersion)).toBeDefined();
  });

  it('takes no name that the clauses exclude', () => {
    expect(cost(rate(bookOnly, call('google/gemini-2.5-pro-tts', { output: 1 })))).toBe('unknown_model');
  });
});

describe('a ceiling price', () => {
  const ceiling = { id: 'c1', input: 20_000_000n, output: 100_000_000n, tool: null };
  const capped: PriceSources = { ...bookOnly, ceiling };

  it.each<[string, RatingRequest, string, string, string | null]>([
    ['of an unknown model', call('openai/o4', { inputUncached: 1000, output: 100 }), '0.03', 'ceiling:c1', null],
    ['of an unknown provider', call('nobody/o4', { cacheRead: 1000, audioOutput: 100 }), '0.03', 'ceiling:c1', null],
    [
      'of the one bucket that has no price',
      call(SONNET, { inputUncached: 1000, imageOutput: 100 }),
      '0.013',
      'sample-1#anthropic/claude-sonnet-4-5@base+ceiling:c1',
      'exact',
    ],
    [
      'beside a discount, which it does not get',
      call(SONNET, { inputUncached: 1000, imageOutput: 100 }, { serviceTier: 'batch' }),
      '0.0115',
      'sample-1#anthropic/claude-sonnet-4-5@base+ceiling:c1',
      'exact',
    ],
    [
      'of a service tier without a price',
      call(SONNET, { inputUncached: 1000, output: 100 }, { serviceTier: 'priority' }),
      '0.03',
      'sample-1#anthropic/claude-sonnet-4-5@base+ceiling:c1',
      'exact',
    ],
  ])('stands in for the price %s', (_, request, expected, priceVersion, matched) => {
    const outcome = rate(capped, request);
    expect(cost(outcome)).toBe(expected);
    expect(outcome).toMatchObject({ source: 'ceiling', priceVersion, matched });
  });

  it('changes nothing where the price is known', () => {
    const request = call(SONNET, { inputUncached: 1000, output: 100 });
    expect(rate(capped, request)).toEqual(rate(bookOnly, request));
  });

  it('never makes a tier cheaper than the standard price', () => {
    const low = { ...bookOnly, ceiling: { id: 'low', input: 1n, output: 1n, tool: null } };
    expect(cost(rate(low, call(SONNET, { inputUncached: 1000, output: 100 }, { serviceTier: 'priority' })))).toBe(
      '0.0045',
    );
  });

  it('leads back to the period whose gap it filled', () => {
    expect(findPeriod(sampleBook, 'sample-1#openai/o3@2025-06-10+ceiling:c1')?.id).toBe('2025-06-10');
    expect(findPeriod(sampleBook, 'ceiling:c1')).toBeUndefined();
    expect(findPeriod(sampleBook, 'sample-2#openai/o3@2025-06-10')).toBeUndefined();
  });

  it('does not price a model that is charged by the second and reports no tokens', () => {
    expect(cost(rate(capped, call('openai/whisper-1', {})))).toBe('no_token_price');
  });
});

const tokens = fc.nat(2_000_000);
const cachedCalls = fc.record({
  inputUncached: tokens,
  cacheRead: tokens,
  cacheWrite5m: tokens,
  cacheWrite1h: tokens,
  output: tokens,
});

// Claude Sonnet 4.5 in nano-USD per token, by which the sum needs no rounding.
const SONNET_NANO = {
  inputUncached: 3000n,
  cacheRead: 300n,
  cacheWrite5m: 3750n,
  cacheWrite1h: 6000n,
  output: 15_000n,
};
const SONNET_BUCKETS = ['inputUncached', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

describe('for any usage', () => {
  it('a charge is the sum of tokens times rate, exactly', () => {
    fc.assert(
      fc.property(cachedCalls, (buckets) => {
        const expected = SONNET_BUCKETS.reduce(
          (sum, bucket) => sum + BigInt(buckets[bucket]) * SONNET_NANO[bucket],
          0n,
        );
        expect(rate(bookOnly, call(SONNET, buckets))).toMatchObject({ kind: 'priced', costNanoUsd: expected });
      }),
    );
  });

  it('a rate below a nano-USD per token is rounded once for the whole charge, and not by bucket', () => {
    const outcome = rate(bookOnly, call('google/gemini-2.5-pro', { cacheRead: 1, audioInput: 0, inputUncached: 0 }));
    expect(outcome).toMatchObject({ costNanoUsd: 125n });
    const half = { ...bookOnly, ceiling: { id: 'tiny', input: 400n, output: 400n, tool: null } };
    // 0.4 + 0.4 nano-USD is 1 when it is rounded once, and 0 when each part is.
    expect(rate(half, call('nobody/x', { inputUncached: 1, output: 1 }))).toMatchObject({ costNanoUsd: 1n });
  });

  it('an estimate covers the plain call that it was made for, by less than one nano-USD', () => {
    const calls = fc.record({ input: tokens, output: tokens, rateIn: fc.nat(10_000), rateOut: fc.nat(10_000) });
    fc.assert(
      fc.property(calls, ({ input, output, rateIn, rateOut }) => {
        const ceiling = { id: 'any', input: BigInt(rateIn), output: BigInt(rateOut), tool: null };
        const sources = { ...bookOnly, ceiling };
        const charge = rate(sources, call('nobody/x', { inputUncached: input, output }));
        const model = { provider: 'nobody', model: 'x', timeMs: NOW_MS };
        const estimate = estimateCost(sources, { ...model, inputTokens: input, maxOutputTokens: output });
        if (charge.kind !== 'priced' || estimate.kind !== 'priced') throw new Error('a ceiling prices everything');
        const exactPico = BigInt(input) * ceiling.input + BigInt(output) * ceiling.output;
        const slackPico = estimate.costNanoUsd * 1000n - exactPico;
        expect(slackPico >= 0n && slackPico < 1000n).toBe(true);
        expect(charge.costNanoUsd <= estimate.costNanoUsd).toBe(true);
      }),
    );
  });

  it('more tokens in a bucket never cost less', () => {
    fc.assert(
      fc.property(cachedCalls, fc.constantFrom(...SONNET_BUCKETS), (buckets, bucket) => {
        const less = rate(bookOnly, call(SONNET, buckets));
        const more = rate(bookOnly, call(SONNET, { ...buckets, [bucket]: buckets[bucket] + 1 }));
        if (less.kind !== 'priced' || more.kind !== 'priced') throw new Error('both are listed');
        expect(more.costNanoUsd > less.costNanoUsd).toBe(true);
      }),
    );
  });
});

describe('estimateCost', () => {
  it.each<[string, number, number, string]>([
    ['openai/o3', 1000, 1000, '0.01'],
    ['google/gemini-2.5-pro', 200_001, 1000, '0.5150025'],
    ['perplexity/sonar', 0, 0, '0.012'],
    ['openai/o4', 1, 1, 'unknown_model'],
  ])('of %s with %d in and at most %d out is %s', (name, inputTokens, maxOutputTokens, expected) => {
    const [provider = '', model = ''] = name.split('/');
    expect(cost(estimateCost(bookOnly, { provider, model, timeMs: NOW_MS, inputTokens, maxOutputTokens }))).toBe(
      expected,
    );
  });
});

describe('isPriced', () => {
  it.each<[string, boolean]>([
    ['openai/o3', true],
    ['openai/free-model', true],
    ['openai/whisper-1', true],
    ['perplexity/sonar', true],
    ['openai/o4', false],
    ['nobody/o3', false],
    ['openai/not-yet', false],
    ['openai/listed-without-price', false],
  ])('of %s is %s, and true under any ceiling', (name, expected) => {
    const [provider = '', model = ''] = name.split('/');
    expect(isPriced(bookOnly, provider, model, NOW_MS)).toBe(expected);
    const ceiling = { id: 'c', input: 1n, output: 1n, tool: null };
    expect(isPriced({ ...bookOnly, ceiling }, provider, model, NOW_MS)).toBe(true);
  });
});
