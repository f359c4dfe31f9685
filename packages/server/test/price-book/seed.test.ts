import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  createPriceBook,
  EMPTY_BUCKETS,
  findPeriod,
  findPrice,
  formatUsd,
  NO_OVERRIDES,
  rate,
  rateTool,
  type TokenBuckets,
} from '@cofferdam/core';
import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE_RELEASE, seedPriceBook } from '../../src/services/price-book/seed.ts';

const { data, report } = await seedPriceBook();
const book = createPriceBook(data);
const sources = { book, overrides: NO_OVERRIDES, ceiling: null };

const NOW_MS = Date.parse('2026-11-23T12:00:00Z');

function costOf(
  name: string,
  buckets: Partial<TokenBuckets>,
  { time = NOW_MS, serviceTier = null }: { time?: number; serviceTier?: string | null } = {},
): string {
  const [provider = '', ...rest] = name.split('/');
  const model = rest.join('/');
  const outcome = rate(sources, {
    provider,
    model,
    timeMs: time,
    buckets: { ...EMPTY_BUCKETS, ...buckets },
    serviceTier,
  });
  return outcome.kind === 'priced'
    ? formatUsd(outcome.costNanoUsd)
    : `${outcome.reason} ${outcome.missing ?? ''}`.trim();
}

describe('bills as published, by the seeded book', () => {
  const thousands = { inputUncached: 1000, output: 1000 };

  it.each<[string, string, Partial<TokenBuckets>, string]>([
    ['gpt-5', 'openai/gpt-5', { inputUncached: 1000, output: 100 }, '0.00225'],
    ['gpt-4o', 'openai/gpt-4o', { inputUncached: 1000, output: 100 }, '0.0035'],
    ['gpt-4o by a dated name', 'openai/gpt-4o-2024-08-06', { inputUncached: 1000, output: 100 }, '0.0035'],
    ['claude-opus-4-1', 'anthropic/claude-opus-4-1', thousands, '0.09'],
    ['claude-opus-4-1 by the name in its answers', 'anthropic/claude-opus-4-1-20250805', thousands, '0.09'],
    [
      'gemini-2.5-pro below its context tier',
      'google/gemini-2.5-pro',
      { inputUncached: 200_000, output: 1000 },
      '0.26',
    ],
    [
      'gemini-2.5-pro above its context tier',
      'google/gemini-2.5-pro',
      { inputUncached: 200_001, output: 1000 },
      '0.5150025',
    ],
    ['gpt-5.5 one token below 272K', 'openai/gpt-5.5', { inputUncached: 271_999, output: 1000 }, '1.389995'],
    ['gpt-5.5 at 272K', 'openai/gpt-5.5', { inputUncached: 272_000, output: 1000 }, '2.765'],
    [
      'cache writes of both lifetimes',
      'anthropic/claude-sonnet-4-5',
      { cacheWrite5m: 1000, cacheWrite1h: 1000 },
      '0.00975',
    ],
    ['images as input', 'anthropic/claude-sonnet-4-5', { imageInput: 1000 }, '0.003'],
    ['audio at its own rate', 'google/gemini-2.5-flash', { audioInput: 1000 }, '0.001'],
    ['audio where one price holds for every kind of input', 'google/gemini-2.5-pro', { audioInput: 1000 }, '0.00125'],
    ['a free variant', 'openrouter/openai/gpt-oss-20b:free', thousands, '0'],
    ['Azure by OpenAI\u2019s list', 'azure/gpt-5', { inputUncached: 1000, output: 100 }, '0.00225'],
  ])('%s', (_, name, buckets, expected) => {
    expect(costOf(name, buckets)).toBe(expected);
  });

  it('o3 before and after June 2025', () => {
    expect(costOf('openai/o3', thousands, { time: Date.parse('2025-06-09T23:59:59Z') })).toBe('0.05');
    expect(costOf('openai/o3', thousands, { time: Date.parse('2025-06-10T00:00:00Z') })).toBe('0.01');
  });

  it('claude-sonnet-4-5 with three web searches', () => {
    const searches = {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      tool: 'web_search',
      quantity: '3',
      timeMs: NOW_MS,
    };
    const tools = rateTool(sources, searches);
    const tokens = rate(sources, {
      ...searches,
      buckets: { ...EMPTY_BUCKETS, inputUncached: 1000, output: 100 },
      serviceTier: 'standard',
    });
    if (tools.kind !== 'priced' || tokens.kind !== 'priced') throw new Error('both are listed');
    expect(formatUsd(tools.costNanoUsd + tokens.costNanoUsd)).toBe('0.0345');
  });

  it.each<[string, string, string, string]>([
    ['Anthropic\u2019s batches at half', 'anthropic/claude-opus-4-1', 'batch', '0.045'],
    ['OpenAI\u2019s batches at half', 'openai/gpt-5', 'batch', '0.005625'],
    ['OpenAI\u2019s flex as a batch', 'openai/gpt-5', 'flex', '0.005625'],
    ['OpenAI\u2019s priority by its own list', 'openai/gpt-5', 'priority', '0.0225'],
    ['Gemini\u2019s batches at half', 'google/gemini-2.5-pro', 'batch', '0.005625'],
    [
      'Groq\u2019s flex as on demand',
      'groq/openai/gpt-oss-120b',
      'flex',
      costOf('groq/openai/gpt-oss-120b', thousands),
    ],
    ['inference in the US at 1.1', 'anthropic/claude-sonnet-4-6', 'us', '0.0198'],
    ['a batch in the US at 0.55', 'anthropic/claude-opus-4-6', 'batch+us', '0.0165'],
    // Published per million: Opus 5.5 at 8 and 40, Opus 5 and Opus 4.8 at 10 and 50.
    ['fast mode of Opus 5.5', 'anthropic/claude-opus-5-5', 'fast', '0.048'],
    ['fast mode of Opus 5', 'anthropic/claude-opus-5', 'fast', '0.06'],
    ['fast mode of Opus 4.8 in the US', 'anthropic/claude-opus-4-8', 'fast+us', '0.066'],
    ['no fast mode of a model that has none', 'anthropic/claude-opus-4-7', 'fast', 'unknown_service_tier'],
    ['no fast mode in batches', 'anthropic/claude-opus-5', 'batch+fast', 'unknown_service_tier'],
    ['no US inference of other providers', 'openai/gpt-5', 'us', 'unknown_service_tier'],
    ['no priority of Anthropic', 'anthropic/claude-opus-4-1', 'priority', 'unknown_service_tier'],
    ['no batches of a provider without a documented price', 'cohere/command-r', 'batch', 'unknown_service_tier'],
  ])('%s', (_, name, serviceTier, expected) => {
    expect(costOf(name, thousands, { serviceTier })).toBe(expected);
  });

  it('caching multiplies on top of fast mode and of US inference', () => {
    const written = { cacheWrite5m: 1000, cacheWrite1h: 1000, cacheRead: 1000 };
    // Opus 5: writes 6.25 and 10, reads 0.5 a million, all doubled; then 1.1 times that.
    expect(costOf('anthropic/claude-opus-5', written, { serviceTier: 'fast' })).toBe('0.0335');
    expect(costOf('anthropic/claude-opus-5', written, { serviceTier: 'fast+us' })).toBe('0.03685');
    expect(costOf('anthropic/claude-opus-5', written, { serviceTier: 'us' })).toBe('0.018425');
  });

  it.each<[string, string, string, string, string]>([
    ['searches of a prompt by Gemini 2.5', 'google/gemini-2.5-pro', 'web_search', '1', '0.035'],
    ['three queries of Gemini 3', 'google/gemini-3-pro-preview', 'web_search', '3', '0.042'],
    ['a query of a later Gemini 3 by a dated name', 'google/gemini-3.5-flash-001', 'web_search', '1', '0.014'],
    ['maps of Gemini 2.5', 'google/gemini-2.5-flash', 'google_maps', '1', '0.025'],
    [
      'maps of Gemini 3, whose queries nobody counts',
      'google/gemini-3.1-pro-preview',
      'google_maps',
      '1',
      'unknown_tool',
    ],
    ['searches by no Gemini', 'google/claude-opus-5', 'web_search', '1', 'unknown_tool'],
    ['two containers of 1 GB', 'openai/gpt-5', 'container', '2', '0.06'],
    ['a container of 64 GB', 'openai/gpt-5', 'container_64g', '1', '1.92'],
    ['code execution by the hour', 'anthropic/claude-sonnet-4-5', 'code_execution', '1', 'unknown_tool'],
    ['code execution by the call', 'x-ai/grok-4', 'code_execution', '1', '0.005'],
  ])('%s', (_, name, tool, quantity, expected) => {
    const [provider = '', ...rest] = name.split('/');
    const outcome = rateTool(sources, { provider, model: rest.join('/'), tool, quantity, timeMs: NOW_MS });
    expect(outcome.kind === 'priced' ? formatUsd(outcome.costNanoUsd) : outcome.reason).toBe(expected);
  });

  it('DeepSeek\u2019s peak hours of August 2026 do not reach back before them', () => {
    const million = { inputUncached: 1e6 };
    expect(costOf('deepseek/deepseek-v4-flash', million, { time: Date.parse('2026-08-16T02:00:00Z') })).toBe('0.14');
    expect(costOf('deepseek/deepseek-v4-flash', million, { time: Date.parse('2026-08-18T02:00:00Z') })).toBe('0.44');
    expect(costOf('deepseek/deepseek-v4-flash', million, { time: Date.parse('2026-08-18T05:00:00Z') })).toBe('0.22');
  });
});

describe('unknown is never free', () => {
  it.each<[string, Partial<TokenBuckets>, string]>([
    ['openai/ft:gpt-4o:acme:1234', { output: 1 }, 'unknown_model'],
    ['openai/nothing-like-it', { output: 1 }, 'unknown_model'],
    ['aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0', { imageOutput: 1 }, 'no_bucket_price imageOutput'],
    ['openai/gpt-4o-audio-preview', { audioInput: 1 }, 'no_bucket_price audioInput'],
    ['openai/whisper-1', { inputUncached: 0 }, 'no_token_price'],
    ['openrouter/google/lyria-3-pro-preview', { output: 0 }, 'no_token_price'],
    ['mistral/mistral-ocr-2505', { inputUncached: 1000 }, 'no_token_price'],
  ])('%s with %j: %s', (name, buckets, expected) => {
    expect(costOf(name, buckets)).toBe(expected);
  });
});

const NOT_CARRIED = new Set([
  'cache_audio_read_mtok',
  'cache_image_read_mtok',
  'input_video_mtok',
  'output_video_mtok',
  'output_citation_mtok',
]);

function hasSixDecimals(listed: unknown): boolean {
  const numbers = JSON.stringify(listed).match(/[0-9.]+(e-?[0-9]+)?/g) ?? [];
  return numbers.every((number) => /^[0-9]+(\.[0-9]{1,6})?$/.test(number));
}

describe('the seed', () => {
  it('is of the catalogue that is installed', () => {
    const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices');
    const manifest = JSON.parse(readFileSync(new URL('../package.json', `file://${entry}`), 'utf8')) as {
      version: string;
    };
    expect(manifest.version).toBe(CATALOGUE_RELEASE);
  });

  it('has every model of it', async () => {
    const providers = (await waitForUpdate()) ?? [];
    expect(report.models).toBe(providers.flatMap(({ models }) => models).length);
    expect(report.models).toBeGreaterThan(1000);
    for (const { id, models } of providers) {
      for (const model of models)
        expect(book.find(id, model.id)).toMatchObject({ model: { id: model.id }, matched: 'exact' });
    }
  });

  it('says of every listed figure that is not in the book as it is listed', async () => {
    const noted = new Set(report.notes.map(({ provider, model, key }) => `${provider}/${model} ${key}`));
    const models = ((await waitForUpdate()) ?? []).flatMap(({ id, models }) => models.map((model) => ({ id, model })));
    const expected = models.flatMap(({ id, model }) => {
      const periods = Array.isArray(model.prices) ? model.prices.map(({ prices }) => prices) : [model.prices];
      const isEmpty = periods.some((prices) => Object.keys(prices).length === 0) && !model.id.endsWith(':free');
      const listed = periods.flatMap((prices) => Object.entries(prices));
      const odd = listed.filter(([key, figure]) => NOT_CARRIED.has(key) || !hasSixDecimals(figure)).map(([key]) => key);
      return [...odd, ...(isEmpty ? [''] : [])].map((key) => `${id}/${model.id} ${key}`);
    });
    expect([...noted].toSorted()).toEqual([...new Set(expected)].toSorted());
  });

  it('has a version of its own for each change of the rules', () => {
    expect(data.version).toBe(`genai-prices-${CATALOGUE_RELEASE}-r2`);
  });

  it('has no model that only the price of a tool of its family makes priced', async () => {
    const listed = ((await waitForUpdate()) ?? []).filter(({ id }) => id === 'google').flatMap(({ models }) => models);
    const empty = listed.filter(({ prices }) => !Array.isArray(prices) && Object.keys(prices).length === 0);
    expect(empty.filter(({ id }) => /^gemini-[23]/.test(id))).toEqual([]);
  });

  it('names every period so that its exact rates can be found again', () => {
    for (const provider of data.providers) {
      for (const model of provider.models) {
        for (const period of model.periods) {
          expect(findPeriod(book, `${book.version}#${provider.id}/${model.id}@${period.id}`)).toBe(period);
        }
      }
    }
  });
});

// The catalogue's own calculator is right up to its floats for plain text at the standard tier, which makes it a check
// on the conversion of every price. It is no check on anything that it lacks.
it('agrees with the catalogue\u2019s calculator on plain calls of every model, but for its float noise', async () => {
  const providers = (await waitForUpdate()) ?? [];
  const plain = new Set([
    'input_mtok',
    'output_mtok',
    'cache_read_mtok',
    'web_searches_kcount',
    'storage_searches_kcount',
  ]);
  const models = providers.flatMap((provider) =>
    provider.models
      .filter(({ prices }) => !Array.isArray(prices) && 'input_mtok' in prices && 'output_mtok' in prices)
      .filter(({ prices }) => Object.keys(prices).every((key) => plain.has(key)))
      .map((model) => ({ provider, model })),
  );
  expect(models.length).toBeGreaterThan(500);
  const usages = fc.record({ input: fc.nat(400_000), output: fc.nat(100_000), of: fc.constantFrom(...models) });
  fc.assert(
    fc.property(usages, ({ input, output, of: { provider, model } }) => {
      const usage = { input_tokens: input, output_tokens: output };
      const theirs = calcPrice(usage, model.id, { provider, timestamp: new Date(NOW_MS) });
      const found = findPrice(sources, provider.id, model.id, NOW_MS);
      if (theirs === null || theirs.model.id !== model.id || found.kind !== 'found') return;
      const ours = Number(costOf(`${provider.id}/${model.id}`, { inputUncached: input, output }));
      expect(Math.abs(ours - theirs.total_price)).toBeLessThan(1e-8);
    }),
    { numRuns: 2000 },
  );
});
