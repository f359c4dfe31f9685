import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rate, rateParts } from '../../src/prices/index.ts';
import { EMPTY_BUCKETS } from '../../src/usage/index.ts';
import { bookOnly as sources, NOW_MS } from './sample-book.ts';

const counts = fc.integer({ min: 0, max: 300_000 });
/** Most models have no price for each way to cache. */
const rarely = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: counts });
const buckets = fc
  .record({ inputUncached: counts, cacheRead: rarely, cacheWrite5m: rarely, cacheWrite1h: rarely, output: counts })
  .chain((some) =>
    fc.integer({ min: 0, max: some.output }).map((reasoning) => ({ ...EMPTY_BUCKETS, ...some, reasoning })),
  );
const names = [
  ['anthropic', 'claude-sonnet-4-5'],
  ['openai', 'o3'],
  ['google', 'gemini-2.5-pro'],
  ['deepseek', 'deepseek-chat'],
  ['perplexity', 'sonar'],
  ['perplexity', 'sonar-deep-research'],
] as const;

it('the parts of a call, each at its price, come to its cost once the sum is rounded', () => {
  const call = fc.record({
    name: fc.constantFrom(...names),
    buckets,
    serviceTier: fc.constantFrom(null, 'batch', 'flex', 'priority'),
  });
  let priced = 0;
  fc.assert(
    fc.property(call, ({ name: [provider, model], ...rest }) => {
      const request = { provider, model, timeMs: NOW_MS, ...rest };
      const outcome = rate(sources, request);
      const parts = rateParts(sources, request);
      expect(parts === null).toBe(outcome.kind === 'unpriced' && outcome.reason !== 'out_of_range');
      if (outcome.kind !== 'priced' || parts === null) return;
      priced += 1;
      // In 10^-15 of a pico-USD: every divisor of a price here divides that.
      const scale = 10n ** 15n;
      const sum = parts.reduce((total, { quantity, price }) => {
        expect((price.picoUsd * scale) % price.per).toBe(0n);
        return total + (BigInt(quantity) * price.picoUsd * scale) / price.per;
      }, 0n);
      expect((sum + 500n * scale) / (1_000n * scale)).toBe(outcome.costNanoUsd);
    }),
    { numRuns: 500 },
  );
  expect(priced).toBeGreaterThan(100);
});
