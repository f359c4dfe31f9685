import { describe, expect, test } from 'vitest';
import type { Usage } from '../../src/generation/call.ts';
import { billNanoUsd } from '../../src/truth/bill.ts';
import { post, says, simulator } from '../simulators.ts';

const nothing: Usage = {
  promptTokens: 0,
  imageTokens: 0,
  cachedTokens: 0,
  writtenTokens: 0,
  written1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  searches: 0,
};

/** Bills worked out by hand from the published price pages; USD times 10^9. */
const bills: readonly (readonly [
  name: string,
  provider: 'openai' | 'anthropic' | 'google',
  model: string,
  tier: string,
  usage: Partial<Usage>,
  nanoUsd: bigint,
])[] = [
  ['gpt-4o', 'openai', 'gpt-4o', 'default', { promptTokens: 1000, outputTokens: 100 }, 3_500_000n],
  ['gpt-4o, half cached', 'openai', 'gpt-4o', 'default', { promptTokens: 1000, cachedTokens: 500 }, 1_875_000n],
  ['gpt-4o, priority', 'openai', 'gpt-4o', 'priority', { promptTokens: 1000, outputTokens: 100 }, 5_950_000n],
  ['gpt-4o-mini, one token each', 'openai', 'gpt-4o-mini', 'default', { promptTokens: 1, outputTokens: 1 }, 750n],
  [
    'gpt-4o-mini, half a nano-dollar up',
    'openai',
    'gpt-4o-mini',
    'default',
    { promptTokens: 3, cachedTokens: 3 },
    225n,
  ],
  ['embeddings', 'openai', 'text-embedding-3-small', 'default', { promptTokens: 1_000_000 }, 20_000_000n],
  [
    'Claude with three searches',
    'anthropic',
    'claude-sonnet-4-5',
    'standard',
    { promptTokens: 1000, outputTokens: 100, searches: 3 },
    34_500_000n,
  ],
  [
    'Claude with every kind of cache',
    'anthropic',
    'claude-sonnet-4-5',
    'standard',
    { promptTokens: 10_000, cachedTokens: 4000, writtenTokens: 5000, written1hTokens: 2000, outputTokens: 10 },
    // 1000 x 3 + 4000 x 0.30 + 3000 x 3.75 + 2000 x 6 + 10 x 15 = 27,600 micro-dollars.
    27_600_000n,
  ],
  ['Claude, 200,000', 'anthropic', 'claude-sonnet-4-5', 'standard', { promptTokens: 200_000 }, 600_000_000n],
  [
    'Claude, one token more: the whole request is dearer',
    'anthropic',
    'claude-sonnet-4-5',
    'standard',
    { promptTokens: 200_001, cachedTokens: 100_000, outputTokens: 10 },
    // 100,001 x 6 + 100,000 x 0.60 + 10 x 22.50 = 660,231 micro-dollars.
    660_231_000n,
  ],
  ['Gemini', 'google', 'gemini-2.5-flash', 'standard', { promptTokens: 1000, outputTokens: 100 }, 550_000n],
];

test.each(bills)('%s', (...bill) => {
  const [, provider, model, tier, usage, nanoUsd] = bill;
  expect(billNanoUsd({ provider, model, tier, usage: { ...nothing, ...usage } })).toBe(nanoUsd);
});

test('a model without a price has no bill, not a bill of 0', () => {
  expect(billNanoUsd({ provider: 'openai', model: 'gpt-none', tier: 'default', usage: nothing })).toBeNull();
});

describe('over HTTP', () => {
  test('the truth is served with bills as decimal strings, and forgotten on a reset', async () => {
    const one = await simulator();
    await post(one, '/v1/chat/completions', {
      model: 'gpt-4o',
      messages: says('[[sim prompt-tokens=1000 output-tokens=100 tag=first]]'),
    });
    const read = async (): Promise<unknown> => (await fetch(`${one.url}/_sim/truth`)).json();
    expect(await read()).toMatchObject({ data: [{ tag: 'first', costNanoUsd: '3500000', outcome: 'completed' }] });
    await post(one, '/_sim/reset', {});
    expect(await read()).toEqual({ data: [] });
  });

  test('the tier that serves is the one billed, and a tier that is not sold is refused', async () => {
    const one = await simulator();
    const ask = (tier: string, headers = {}): Promise<Response> =>
      post(
        one,
        '/v1/chat/completions',
        { model: 'gpt-4o', messages: says('[[sim prompt-tokens=1000 output-tokens=100]]'), service_tier: tier },
        headers,
      );
    expect(await (await ask('priority')).json()).toMatchObject({ service_tier: 'priority' });
    expect(await (await ask('priority', { 'x-sim-tier': 'default' })).json()).toMatchObject({
      service_tier: 'default',
    });
    expect((await ask('flex')).status).toBe(400);
    expect(one.truth().map(({ costNanoUsd }) => costNanoUsd)).toEqual([5_950_000n, 3_500_000n, 0n]);
  });
});
