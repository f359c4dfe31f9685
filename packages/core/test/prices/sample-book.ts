import {
  createPriceBook,
  NO_OVERRIDES,
  NO_RATES,
  parseRate,
  type PriceBookData,
  type PriceSources,
  type PriceTerms,
  type TokenRates,
} from '../../src/prices/index.ts';

function rates(usdPerMtok: Partial<Record<keyof TokenRates, string>>): TokenRates {
  const all: Record<string, bigint | null> = { ...NO_RATES };
  for (const [name, text] of Object.entries(usdPerMtok)) {
    const parsed = parseRate(text);
    if (!parsed.ok) throw new Error(parsed.reason);
    all[name] = parsed.value;
  }
  return all as TokenRates;
}

export function terms(
  usdPerMtok: Partial<Record<keyof TokenRates, string>>,
  more: Partial<PriceTerms> = {},
): PriceTerms {
  return {
    rates: rates(usdPerMtok),
    contextTiers: [],
    serviceTiers: new Map(),
    perRequest: null,
    tools: new Map(),
    ...more,
  };
}

const USD = 10n ** 12n;

function always(of: PriceTerms) {
  return [{ id: 'base', fromMs: null, daily: null, terms: of }];
}

// Price lists as the providers published them; each figure is from the page named beside it.
const DATA: PriceBookData = {
  version: 'sample-1',
  providers: [
    {
      id: 'anthropic', // platform.claude.com/docs/en/about-claude/pricing, November 2025
      models: [
        {
          id: 'claude-sonnet-4-5',
          match: { or: [{ starts_with: 'claude-sonnet-4-5' }, { starts_with: 'claude-sonnet-4.5' }] },
          periods: always(
            terms(
              { inputUncached: '3', cacheWrite5m: '3.75', cacheWrite1h: '6', cacheRead: '0.3', output: '15' },
              { tools: new Map([['web_search', { picoUsd: 10n * USD, per: 1000n }]]) },
            ),
          ),
        },
      ],
      fallbackProviders: [],
      serviceTiers: new Map([
        ['batch', { numerator: 1n, denominator: 2n }],
        ['surge', { numerator: 3n, denominator: 2n }], // made up: no listed multiplier is above one
      ]),
      tools: new Map([['web_fetch', { picoUsd: 0n, per: 1n }]]),
    },
    {
      id: 'openai', // openai.com/api/pricing; o3 was reduced on 2025-06-10
      models: [
        {
          id: 'o3',
          match: { or: [{ equals: 'o3' }, { equals: 'o3-2025-04-16' }] },
          periods: [
            { id: 'base', fromMs: null, daily: null, terms: terms({ inputUncached: '10', output: '40' }) },
            {
              id: '2025-06-10',
              fromMs: Date.parse('2025-06-10T00:00:00Z'),
              daily: null,
              terms: terms(
                { inputUncached: '2', cacheRead: '0.5', output: '8' },
                {
                  serviceTiers: new Map([
                    [
                      'priority',
                      { rates: rates({ inputUncached: '3.5', cacheRead: '0.875', output: '14' }), contextTiers: [] },
                    ],
                  ]),
                },
              ),
            },
          ],
        },
        {
          id: 'whisper-1',
          match: { equals: 'whisper-1' },
          periods: always(terms({}, { tools: new Map([['audio_second', { picoUsd: 360_000_000_000n, per: 3600n }]]) })),
        },
        { id: 'free-model', match: { contains: 'free-' }, periods: always(terms({ inputUncached: '0', output: '0' })) },
        { id: 'listed-without-price', match: { equals: 'listed-without-price' }, periods: always(terms({})) },
        {
          id: 'not-yet',
          match: { equals: 'not-yet' },
          periods: [
            {
              id: '2030-01-01',
              fromMs: Date.parse('2030-01-01T00:00:00Z'),
              daily: null,
              terms: terms({ inputUncached: '1' }),
            },
          ],
        },
      ],
      fallbackProviders: [],
      serviceTiers: new Map([
        ['batch', { numerator: 1n, denominator: 2n }],
        ['flex', { numerator: 1n, denominator: 2n }],
      ]),
      tools: new Map(),
    },
    {
      id: 'google', // ai.google.dev/gemini-api/docs/pricing: prompts of more than 200k tokens cost more, output too
      models: [
        {
          id: 'gemini-2.5-pro',
          match: { and: [{ starts_with: 'gemini-2.5-pro' }, { regex: '^(?!.*-tts)' }] },
          periods: always(
            terms(
              { inputUncached: '1.25', cacheRead: '0.125', output: '10', audioInput: '1.25' },
              {
                contextTiers: [
                  {
                    abovePromptTokens: 200_000,
                    rates: rates({ inputUncached: '2.5', cacheRead: '0.25', output: '15', audioInput: '2.5' }),
                  },
                ],
              },
            ),
          ),
        },
      ],
      fallbackProviders: ['anthropic'],
      serviceTiers: new Map(),
      tools: new Map(),
    },
    {
      id: 'deepseek', // api-docs.deepseek.com, 2025: off-peak from 16:30 to 00:30 UTC
      models: [
        {
          id: 'deepseek-chat',
          match: { equals: 'deepseek-chat' },
          periods: [
            { id: 'base', fromMs: null, daily: null, terms: terms({ inputUncached: '0.27', output: '1.1' }) },
            {
              id: 'baseT16:30:00-00:30:00',
              fromMs: null,
              daily: { startMs: 59_400_000, endMs: 1_800_000 },
              terms: terms({ inputUncached: '0.135', output: '0.55' }),
            },
          ],
        },
      ],
      fallbackProviders: [],
      serviceTiers: new Map(),
      tools: new Map(),
    },
    {
      id: 'perplexity', // docs.perplexity.ai: a fee for each request besides the tokens; reasoning at a rate of its own
      models: [
        {
          id: 'sonar',
          match: { equals: 'sonar' },
          periods: always(
            terms({ inputUncached: '1', output: '1' }, { perRequest: { picoUsd: 12n * USD, per: 1000n } }),
          ),
        },
        {
          id: 'sonar-deep-research',
          match: { equals: 'sonar-deep-research' },
          periods: always(terms({ inputUncached: '2', output: '8', reasoning: '3' })),
        },
      ],
      fallbackProviders: [],
      serviceTiers: new Map(),
      tools: new Map(),
    },
  ],
};

export const sampleBook = createPriceBook(DATA);

export const bookOnly: PriceSources = { book: sampleBook, overrides: NO_OVERRIDES, ceiling: null };

export const NOW_MS = Date.parse('2025-11-23T12:00:00Z');
