import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUsd, MAX_AMOUNT_NANO_USD } from '../../src/money/index.ts';
import {
  boundCost,
  type BoundRequest,
  type CallBound,
  type Ceiling,
  createOverrideSet,
  type OverrideInput,
  parseOverride,
  type PriceSources,
} from '../../src/prices/index.ts';
import { boundOf, boundRequests, costOfUsage, usageWithin, type Used, withoutUnsoldCaches } from './calls-within.ts';
import { bookOnly, NOW_MS } from './sample-book.ts';

const SONNET = 'anthropic/claude-sonnet-4-5';
const GEMINI = 'google/gemini-2.5-pro';

/** 10 USD for a million tokens of input, 30 for output, a cent for a unit of a tool. */
const ceiling: Ceiling = {
  id: 'c',
  input: 10_000_000n,
  output: 30_000_000n,
  tool: { picoUsd: 10_000_000_000n, per: 1n },
};

const overrides: readonly Omit<OverrideInput, 'id' | 'effectiveFromMs' | 'provider'>[] = [
  { model: 'thinker', usdPerMtok: { inputUncached: '1', output: '2', reasoning: '5' } },
  {
    model: 'studio',
    usdPerMtok: { inputUncached: '1', audioInput: '5', imageInput: '32', output: '4', audioOutput: '80' },
  },
  {
    model: 'speech',
    usdPerMtok: { inputUncached: '1', audioInput: '32', imageInput: '5', output: '4', imageOutput: '90' },
  },
  { model: 'crumb', usdPerMtok: { inputUncached: '0.0001', output: '0' } },
  { model: 'treasure', usdPerMtok: { inputUncached: '0', output: '1000000' } },
  { model: 'embedder', usdPerMtok: { inputUncached: '1' } },
  {
    model: 'tiered',
    usdPerMtok: { inputUncached: '4', output: '8', reasoning: '40' },
    serviceTiersUsdPerMtok: {
      fast: { inputUncached: '6', output: '7', reasoning: '50' },
      slow: { inputUncached: '1', output: '9' },
    },
  },
];

const withOverrides: PriceSources = {
  ...bookOnly,
  overrides: createOverrideSet(
    overrides.map((given, index) => {
      const outcome = parseOverride({ id: `o${index}`, provider: 'mine', effectiveFromMs: 0, ...given });
      if (outcome.kind !== 'override') throw new Error(`${outcome.field} ${outcome.reason}`);
      return outcome.override;
    }),
  ),
};
const withCeiling: PriceSources = { ...withOverrides, ceiling };

function costOf(sources: PriceSources, name: string, given: Partial<CallBound>, timeMs = NOW_MS): string {
  const [provider = '', model = ''] = name.split('/');
  const bound = boundOf({ inputTokens: 1000, maxOutputTokens: 100, ...given });
  const cost = boundCost(sources, { provider, model, timeMs, bound, outputTokens: bound.maxOutputTokens });
  return cost === null ? 'no price' : formatUsd(cost);
}

type Row = [name: string, model: string, given: Partial<CallBound>, cost: string];

// Worked out by hand from the price lists of the sample book, tokens times USD per million.
describe('the most that a call can cost', () => {
  it.each<Row>([
    ['all of the prompt written to the dearest cache: 1000 x 6 + 100 x 15', SONNET, {}, '0.0075'],
    ['each choice has its own output: 1000 x 6 + 3 x 100 x 15', SONNET, { choices: 3 }, '0.0105'],
    ['a cheaper tier that is asked for may not be the one that serves', SONNET, { serviceTier: 'batch' }, '0.0075'],
    ['a dearer tier by a multiplier', SONNET, { serviceTier: 'surge' }, '0.01125'],
    ['any tier of the provider, where it may choose', SONNET, { anyServiceTier: true }, '0.01125'],
    ['the standard tier by its name', SONNET, { serviceTier: 'standard' }, '0.0075'],
    ['a dearer tier by its own list: 1000 x 3.5 + 100 x 14', 'openai/o3', { serviceTier: 'priority' }, '0.0049'],
    ['any tier of the model, where the provider may choose', 'openai/o3', { anyServiceTier: true }, '0.0049'],
    ['no caches but those that are listed: 1000 x 2 + 100 x 8', 'openai/o3', {}, '0.0028'],
    ['a full prompt at the edge: 200000 x 1.25 + 100 x 10', GEMINI, { inputTokens: 200_000 }, '0.251'],
    ['one token past the edge: 200001 x 2.5 + 100 x 15', GEMINI, { inputTokens: 200_001 }, '0.5015025'],
    ['reasoning that is cheaper than output: 1000 x 2 + 100 x 8', 'perplexity/sonar-deep-research', {}, '0.0028'],
    ['reasoning that is dearer: 1000 x 1 + 100 x 5', 'mine/thinker', {}, '0.0015'],
    ['reasoning of a tier, output of another: 1000 x 4 + 100 x 40', 'mine/tiered', {}, '0.008'],
    ['a tier with both: 1000 x 6 + 100 x 50', 'mine/tiered', { serviceTier: 'fast' }, '0.011'],
    ['a fee for the request: 0.012 + 1000 x 1 + 100 x 1', 'perplexity/sonar', {}, '0.0131'],
    ['a tool by the thousand', SONNET, { tools: [{ name: 'web_search', quantity: '3' }] }, '0.0375'],
    ['a tool that is free', SONNET, { tools: [{ name: 'web_fetch', quantity: '3' }] }, '0.0075'],
    ['sound in the prompt: 600 x 1 + 400 x 5 + 100 x 4', 'mine/studio', { audioInputTokens: 400 }, '0.003'],
    ['pictures first where they are dearer', 'mine/studio', { audioInputTokens: 9e9, imageInputTokens: 900 }, '0.0297'],
    ['sound first where it is dearer', 'mine/speech', { audioInputTokens: 900, imageInputTokens: 9e9 }, '0.0297'],
    ['an answer that is spoken: 1000 x 1 + 100 x 80', 'mine/studio', { audioOutput: true }, '0.009'],
    ['an answer in pictures: 1000 x 1 + 100 x 90', 'mine/speech', { imageOutput: true }, '0.01'],
    ['part of a nano-USD counts as a whole one', 'mine/crumb', { inputTokens: 1 }, '0.000000001'],
    [
      'other models that may serve it: 0.0028 + 0 + 0.0028',
      'openai/o3',
      { otherModels: ['free-model', 'o3'] },
      '0.0056',
    ],
    ['a free model', 'openai/free-model', {}, '0'],
    ['a model that answers nothing', 'mine/embedder', { maxOutputTokens: 0 }, '0.001'],
    ['more than the largest amount is the largest amount', 'mine/treasure', { maxOutputTokens: 2e9 }, '1000000000'],
  ])('%s', (_name, model, given, cost) => {
    expect(costOf(withOverrides, model, given)).toBe(cost);
  });

  it.each<Row>([
    ['a model that nobody knows: 1000 x 10 + 100 x 30', 'nobody/knows', {}, '0.013'],
    ['a model without a price', 'openai/listed-without-price', {}, '0.013'],
    ['a model before it had a price', 'openai/not-yet', {}, '0.013'],
    ['a tier without a price costs the ceiling at least', SONNET, { serviceTier: 'warp' }, '0.013'],
    [
      'or what the model costs without it: 100 x 4 + 100 x 40',
      'mine/tiered',
      { inputTokens: 100, serviceTier: 'warp' },
      '0.0044',
    ],
    ['output without a price: 1000 x 1 + 100 x 30', 'mine/embedder', {}, '0.004'],
    ['sound without a price', SONNET, { audioInputTokens: 1000 }, '0.0115'],
    ['another model without a price', 'openai/o3', { otherModels: ['not-yet'] }, '0.0158'],
    ['a tool without a price', SONNET, { tools: [{ name: 'browser', quantity: '2' }] }, '0.0275'],
  ])('%s: unknown without a ceiling', (_name, model, given, cost) => {
    expect(costOf(withOverrides, model, given)).toBe('no price');
    expect(costOf(withCeiling, model, given)).toBe(cost);
  });

  it('a model without a price is not free for a call of nothing', () => {
    const empty = { inputTokens: 0, maxOutputTokens: 0 };
    expect(costOf(bookOnly, 'openai/listed-without-price', empty)).toBe('no price');
    expect(costOf(bookOnly, 'openai/free-model', empty)).toBe('0');
  });

  it('the price of the time of the call counts', () => {
    const cut = Date.parse('2025-06-10T00:00:00Z');
    expect(costOf(bookOnly, 'openai/o3', {}, cut - 1)).toBe('0.014');
    expect(costOf(bookOnly, 'openai/o3', {}, cut)).toBe('0.0028');
  });
});

const inBook = [
  'anthropic/claude-sonnet-4-5',
  'openai/o3',
  'openai/free-model',
  'google/gemini-2.5-pro',
  'google/claude-sonnet-4-5',
  'deepseek/deepseek-chat',
  'perplexity/sonar',
  'perplexity/sonar-deep-research',
];
const ownNames = overrides.map(({ model }) => `mine/${model}`);
const unpriced = ['nobody/knows', 'openai/not-yet', 'openai/listed-without-price'];
const tiers = ['batch', 'surge', 'priority', 'fast', 'slow', 'flex', 'warp'];
const timesMs = [NOW_MS, Date.parse('2025-06-09T20:00:00Z')];

type Kind = readonly [under: string, sources: PriceSources, names: readonly string[]];

const kinds: readonly Kind[] = [
  ['the book', bookOnly, inBook],
  ["the org's own prices", withOverrides, [...inBook, ...ownNames]],
  ['a ceiling price', withCeiling, [...inBook, ...ownNames, ...unpriced]],
];

function callsOf(names: readonly string[]): fc.Arbitrary<BoundRequest> {
  return boundRequests(
    names.map((name) => name.split('/') as [string, string]),
    tiers,
    timesMs,
  );
}

/** A call and what the provider may come to report of it. */
function usageOf(sources: PriceSources, names: readonly string[]): fc.Arbitrary<{ request: BoundRequest; used: Used }> {
  return callsOf(names)
    .chain((request) => usageWithin(sources, request).map((used) => ({ request, used })))
    .map(({ request, used }) => ({ request, used: withoutUnsoldCaches(sources, request, used) }));
}

describe('no call that stays within its bound costs more than the bound', () => {
  it.each(kinds)('under %s, whatever the provider reports', (_under, sources, names) => {
    let compared = 0;
    fc.assert(
      fc.property(usageOf(sources, names), ({ request, used }) => {
        const bound = boundCost(sources, request);
        const cost = costOfUsage(sources, request, used);
        if (bound === null || cost === null) return;
        compared += 1;
        expect(cost <= bound, `${cost} > ${bound}`).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(compared).toBeGreaterThan(2_000);
  });

  it.each(kinds)('under %s, what has a bound has a price', (_under, sources, names) => {
    fc.assert(
      fc.property(usageOf(sources, names), ({ request, used }) => {
        // Nothing used, or more than can be: `rate` has no price for either.
        const bound = boundCost(sources, request);
        if (bound === null || bound === MAX_AMOUNT_NANO_USD) return;
        if (Object.values(used.buckets).every((tokens) => tokens === 0)) return;
        expect(costOfUsage(sources, request, used)).not.toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });

  it('a bound never falls as the output grows', () => {
    const sources = withCeiling;
    fc.assert(
      fc.property(callsOf([...inBook, ...ownNames, ...unpriced]), fc.nat({ max: 10_000 }), (request, more) => {
        const less = boundCost(sources, request);
        const all = boundCost(sources, { ...request, outputTokens: request.outputTokens + more });
        expect((less ?? 0n) <= (all ?? 0n)).toBe(true);
        expect(less === null).toBe(all === null);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('models that may take over', () => {
  it('are each reserved for as an attempt of their own', () => {
    const alone = costOf(withOverrides, 'mine/thinker', {});
    const other = costOf(withOverrides, 'mine/embedder', { maxOutputTokens: 0 });
    const both = costOf(withOverrides, 'mine/thinker', { maxOutputTokens: 0, otherModels: ['embedder'] });
    expect([alone, other, both]).toEqual(['0.0015', '0.001', '0.002']);
  });

  it('without a price leave the whole call without one', () => {
    expect(costOf(withOverrides, 'mine/thinker', { otherModels: ['nobody'] })).toBe('no price');
  });
});
