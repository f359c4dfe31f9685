import type { Multiplier, RatedBucket, UnitPrice } from '@cofferdam/core';

// What the seed catalogue lacks, from the providers' own pages, read in November 2026. Whoever changes a figure here
// raises RULES_REVISION in seed.ts: a version of the book never changes its meaning.

const HALF: Multiplier = { numerator: 1n, denominator: 2n };
const SAME: Multiplier = { numerator: 1n, denominator: 1n };

const USD = 10n ** 12n;

function perThousand(usdCents: bigint): UnitPrice {
  return { picoUsd: (usdCents * USD) / 100n, per: 1000n };
}

/**
 * What a tier makes of the standard token rates. A tier that is not here has no price: the priority tiers of Anthropic
 * and Google, for one, are sold by commitment or by the model.
 */
export const SERVICE_TIERS: Readonly<Record<string, Readonly<Record<string, Multiplier>>>> = {
  // platform.claude.com/docs/en/build-with-claude/batch-processing: "charged at 50% of the standard API prices", caching included.
  anthropic: { batch: HALF },
  // ai.google.dev/gemini-api/docs/optimization: flex and batch at 50 %, priority 75 to 100 % above standard.
  google: { batch: HALF, flex: HALF },
  // console.groq.com/docs/flex-processing: flex is priced as on demand; docs/batch: 50 % off.
  groq: { on_demand: SAME, flex: SAME, batch: HALF },
  // developers.openai.com/api/docs/guides/flex-processing: flex is priced at batch rates, which are half the standard.
  openai: { batch: HALF, flex: HALF },
};

/** Prices of hosted tools that hold for every model of a provider. */
export const TOOLS: Readonly<Record<string, Readonly<Record<string, UnitPrice>>>> = {
  // platform.claude.com/docs/en/about-claude/pricing: web search 10 USD per 1,000, web fetch at no additional cost.
  // Code execution is charged by the hour above a monthly allowance, so its price is not known from one call.
  anthropic: { web_search: perThousand(1000n), web_fetch: perThousand(0n) },
  // platform.kimi.ai/docs/pricing/tools: 0.005 USD a call.
  moonshotai: { web_search: perThousand(500n) },
  // developers.openai.com/api/docs/pricing: web search 10 USD, file search 2.50 USD per 1,000 calls.
  openai: { web_search: perThousand(1000n), file_search: perThousand(250n) },
  // docs.x.ai/developers/pricing, per 1,000 calls.
  'x-ai': {
    web_search: perThousand(500n),
    x_search: perThousand(500n),
    code_execution: perThousand(500n),
    attachment_search: perThousand(1000n),
    collections_search: perThousand(250n),
  },
};

/**
 * Buckets that a provider documents to cost what plain input costs, where the model lists no rate of its own. Nothing
 * else takes another bucket's rate: a one-hour cache write without a price, for one, stays unpriced.
 */
export const BILLED_AS_INPUT: Readonly<Record<string, readonly RatedBucket[]>> = {
  // platform.claude.com/docs/en/build-with-claude/vision: images count as input tokens.
  anthropic: ['imageInput'],
  // ai.google.dev/gemini-api/docs/pricing: one input price "(text / image / video)", audio apart only where it differs.
  google: ['audioInput', 'imageInput'],
  // developers.openai.com/api/docs/guides/images-vision: image inputs are charged in tokens, as text inputs are.
  openai: ['imageInput'],
};

/**
 * openai.com/api-priority-processing, in USD per million tokens: input, cached input, output. Long context is excluded
 * there, so a prompt in a model's long-context range has no priority price.
 */
export const PRIORITY_USD_PER_MTOK: Readonly<Record<string, readonly [string, string, string]>> = {
  'gpt-5.5': ['12.5', '1.25', '75'],
  'gpt-5.4': ['5', '0.5', '30'],
  'gpt-5.4-mini': ['1.5', '0.15', '9'],
  'gpt-5.2': ['3.5', '0.35', '28'],
  'gpt-5.1': ['2.5', '0.25', '20'],
  'gpt-5': ['2.5', '0.25', '20'],
  'gpt-5-mini': ['0.45', '0.045', '3.6'],
  'gpt-4.1': ['3.5', '0.875', '14'],
  'gpt-4.1-mini': ['0.7', '0.175', '2.8'],
  'gpt-4.1-nano': ['0.2', '0.05', '0.8'],
  'gpt-4o': ['4.25', '2.125', '17'],
  'gpt-4o-mini': ['0.25', '0.125', '1'],
  o3: ['3.5', '0.875', '14'],
  'o4-mini': ['2', '0.5', '8'],
};
