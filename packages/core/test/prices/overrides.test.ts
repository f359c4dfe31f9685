import { describe, expect, it } from 'vitest';
import { formatUsd } from '../../src/money/index.ts';
import {
  createOverrideSet,
  findPrice,
  type Override,
  type OverrideInput,
  parseOverride,
  type PriceSources,
  rate,
  rateTool,
  type ToolRatingRequest,
} from '../../src/prices/index.ts';
import { EMPTY_BUCKETS } from '../../src/usage/index.ts';
import { bookOnly, NOW_MS } from './sample-book.ts';

function override(id: string, name: string, more: Partial<OverrideInput>): Override {
  const [provider = '', model = ''] = name.split('/');
  const outcome = parseOverride({ id, provider, model, effectiveFromMs: 0, ...more });
  if (outcome.kind !== 'override') throw new Error(`${outcome.field} ${outcome.reason}`);
  return outcome.override;
}

function withOverrides(...overrides: Override[]): PriceSources {
  return { ...bookOnly, overrides: createOverrideSet(overrides) };
}

function priceOf(sources: PriceSources, name: string, timeMs = NOW_MS, serviceTier: string | null = null) {
  const [provider = '', model = ''] = name.split('/');
  const buckets = { ...EMPTY_BUCKETS, inputUncached: 1000, output: 100 };
  const outcome = rate(sources, { provider, model, timeMs, buckets, serviceTier });
  return outcome.kind === 'priced'
    ? [formatUsd(outcome.costNanoUsd), outcome.priceVersion, outcome.matched]
    : outcome.reason;
}

const CHEAP = { usdPerMtok: { inputUncached: '1', output: '2' } };

describe('an override', () => {
  it('stands before the book', () => {
    expect(priceOf(withOverrides(override('a', 'openai/o3', CHEAP)), 'openai/o3')).toEqual([
      '0.0012',
      'override:a',
      'exact',
    ]);
  });

  it('prices a model and a provider that the book does not know', () => {
    expect(priceOf(withOverrides(override('a', 'mine/llama', CHEAP)), 'mine/llama')).toEqual([
      '0.0012',
      'override:a',
      'exact',
    ]);
  });

  it('makes a model free only by a rate of 0', () => {
    const free = override('a', 'mine/llama', { usdPerMtok: { inputUncached: '0', output: '0' } });
    expect(priceOf(withOverrides(free), 'mine/llama')).toEqual(['0', 'override:a', 'exact']);
    expect(
      priceOf(withOverrides(override('b', 'mine/llama', { usdPerMtok: { inputUncached: '0' } })), 'mine/llama'),
    ).toBe('no_bucket_price');
    expect(priceOf(withOverrides(override('c', 'mine/llama', {})), 'mine/llama')).toBe('unknown_provider');
  });

  it('holds from its own time on, the latest first', () => {
    const sources = withOverrides(
      override('late', 'openai/o3', { ...CHEAP, effectiveFromMs: NOW_MS }),
      override('early', 'openai/o3', {
        usdPerMtok: { inputUncached: '5', output: '5' },
        effectiveFromMs: NOW_MS - 1000,
      }),
    );
    expect(priceOf(sources, 'openai/o3', NOW_MS)).toEqual(['0.0012', 'override:late', 'exact']);
    expect(priceOf(sources, 'openai/o3', NOW_MS - 1)).toEqual(['0.0055', 'override:early', 'exact']);
    expect(priceOf(sources, 'openai/o3', NOW_MS - 1001)).toEqual(['0.0028', 'sample-1#openai/o3@2025-06-10', 'exact']);
  });

  it('takes the provider\u2019s discounts, or its own rates of a tier', () => {
    const sources = withOverrides(
      override('a', 'openai/o3', {
        ...CHEAP,
        serviceTiersUsdPerMtok: { priority: { inputUncached: '10', output: '20' } },
      }),
    );
    expect(priceOf(sources, 'openai/o3', NOW_MS, 'batch')).toEqual(['0.0006', 'override:a', 'exact']);
    expect(priceOf(sources, 'openai/o3', NOW_MS, 'priority')).toEqual(['0.012', 'override:a', 'exact']);
  });

  it('of a declared name keeps the canonical name of the book', () => {
    const sources = withOverrides(override('a', 'openai/o3-2025-04-16', CHEAP));
    expect(findPrice(sources, 'openai', 'o3-2025-04-16', NOW_MS)).toMatchObject({
      canonical: { provider: 'openai', model: 'o3' },
    });
  });
});

describe('an alias', () => {
  const toO3 = { aliasOf: { provider: 'openai', model: 'o3' } };

  it('has the price of the model that it names, and says so', () => {
    const sources = withOverrides(override('a', 'azure/my-deployment', toO3));
    expect(priceOf(sources, 'azure/my-deployment')).toEqual(['0.0028', 'sample-1#openai/o3@2025-06-10', 'alias']);
    expect(findPrice(sources, 'azure', 'my-deployment', NOW_MS)).toMatchObject({
      canonical: { provider: 'openai', model: 'o3' },
    });
  });

  it('follows the org\u2019s price of that model', () => {
    const sources = withOverrides(override('a', 'azure/my-deployment', toO3), override('b', 'openai/o3', CHEAP));
    expect(priceOf(sources, 'azure/my-deployment')).toEqual(['0.0012', 'override:b', 'alias']);
  });

  it('of an alias, or of itself, leads nowhere', () => {
    const sources = withOverrides(
      override('a', 'mine/x', { aliasOf: { provider: 'mine', model: 'y' } }),
      override('b', 'mine/y', { aliasOf: { provider: 'mine', model: 'x' } }),
      override('c', 'mine/z', { aliasOf: { provider: 'mine', model: 'z' } }),
    );
    expect(priceOf(sources, 'mine/x')).toBe('unknown_provider');
    expect(priceOf(sources, 'mine/z')).toBe('unknown_provider');
  });
});

describe('parseOverride refuses, by the name of the field', () => {
  it.each<[string, Partial<OverrideInput>]>([
    ['usdPerMtok.output', { usdPerMtok: { output: '1e3' } }],
    ['usdPerMtok.output', { usdPerMtok: { output: '-1' } }],
    ['usdPerMtok.inputUncached', { usdPerMtok: { inputUncached: '0.0000001' } }],
    ['usdPerMtok.inputUncached', { usdPerMtok: { inputUncached: '1000001' } }],
    ['serviceTiersUsdPerMtok.flex.output', { serviceTiersUsdPerMtok: { flex: { output: 'free' } } }],
    ['usdPerRequest', { usdPerRequest: 'NaN' }],
    ['toolsUsd.search', { toolsUsd: { search: '' } }],
    ['aliasOf', { aliasOf: { provider: 'openai', model: 'o3' }, usdPerMtok: { output: '1' } }],
    ['aliasOf', { aliasOf: { provider: 'openai', model: 'o3' }, toolsUsd: { search: '1' } }],
  ])('%s', (field, more) => {
    expect(parseOverride({ id: 'a', provider: 'p', model: 'm', effectiveFromMs: 0, ...more })).toMatchObject({
      kind: 'invalid_override',
      field,
    });
  });
});

describe('rateTool', () => {
  const sources = withOverrides(
    override('m', 'anthropic/claude-sonnet-4-5', { toolsUsd: { code_execution: '0.05' } }),
    override('p', 'anthropic/*', { toolsUsd: { code_execution: '0.5', scrape: '0.002', render: '2' } }),
  );
  const use = (more: Partial<ToolRatingRequest>): ToolRatingRequest => {
    return {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      tool: 'web_search',
      quantity: '3',
      timeMs: NOW_MS,
      ...more,
    };
  };

  it.each<[string, ToolRatingRequest, string, string]>([
    ['per call, by the model\u2019s list', use({}), '0.03', 'sample-1#anthropic/claude-sonnet-4-5@base'],
    [
      'a dated name of the model',
      use({ model: 'claude-sonnet-4-5-20250929' }),
      '0.03',
      'sample-1#anthropic/claude-sonnet-4-5@base',
    ],
    ['by the provider\u2019s list, free', use({ tool: 'web_fetch', model: null }), '0', 'sample-1#anthropic/tools'],
    ['by the org\u2019s price for the model', use({ tool: 'code_execution' }), '0.15', 'override:m'],
    ['by the org\u2019s price for the provider', use({ tool: 'scrape' }), '0.006', 'override:p'],
    ['by the org\u2019s price, without a model', use({ tool: 'code_execution', model: null }), '1.5', 'override:p'],
    [
      'part of a unit, rounded once: 1.5 s of 0.36 USD an hour',
      use({ provider: 'openai', model: 'whisper-1', tool: 'audio_second', quantity: '1.5' }),
      '0.00015',
      'sample-1#openai/whisper-1@base',
    ],
    [
      'half a nano-USD, rounded up',
      use({ quantity: '0.00000005' }),
      '0.000000001',
      'sample-1#anthropic/claude-sonnet-4-5@base',
    ],
    ['nothing', use({ quantity: '0' }), '0', 'sample-1#anthropic/claude-sonnet-4-5@base'],
  ])('prices %s', (_, request, expected, priceVersion) => {
    const outcome = rateTool(sources, request);
    if (outcome.kind !== 'priced') throw new Error(outcome.reason);
    expect(formatUsd(outcome.costNanoUsd)).toBe(expected);
    expect(outcome.priceVersion).toBe(priceVersion);
  });

  it('leaves the price of tokens to the book where an override has only tools', () => {
    expect(priceOf(sources, 'anthropic/claude-sonnet-4-5')).toEqual([
      '0.0045',
      'sample-1#anthropic/claude-sonnet-4-5@base',
      'exact',
    ]);
  });

  it.each<[string, ToolRatingRequest, string]>([
    ['an unknown tool', use({ tool: 'teleport' }), 'unknown_tool'],
    ['a tool of no provider', use({ provider: null, model: null }), 'unknown_tool'],
    ['a tool of an unknown provider', use({ provider: 'nobody' }), 'unknown_tool'],
    ['a quantity that is none', use({ quantity: '1e3' }), 'invalid_quantity'],
    ['a quantity below zero', use({ quantity: '-1' }), 'invalid_quantity'],
    ['a charge above all bounds', use({ tool: 'render', quantity: '1000000000' }), 'out_of_range'],
  ])('does not price %s', (_, request, reason) => {
    const outcome = rateTool(sources, request);
    expect(outcome.kind === 'priced' ? 'priced' : outcome.reason).toBe(reason);
  });

  it('lets a ceiling price what is unknown', () => {
    const capped = { ...sources, ceiling: { id: 'c', input: 0n, output: 0n, tool: { picoUsd: 10n ** 12n, per: 1n } } };
    expect(rateTool(capped, use({ tool: 'teleport' }))).toEqual({
      kind: 'priced',
      costNanoUsd: 3_000_000_000n,
      priceVersion: 'ceiling:c',
      matched: null,
      source: 'ceiling',
    });
  });
});
