import type { Multiplier, RatedBucket, UnitPrice } from '@cofferdam/core';

// What the seed catalogue lacks, from the providers' own pages, read in November 2026. Whoever changes a figure here
// raises RULES_REVISION in seed.ts: a version of the book never changes its meaning.

const HALF: Multiplier = { numerator: 1n, denominator: 2n };
const DOUBLE: Multiplier = { numerator: 2n, denominator: 1n };
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
  // platform.claude.com/docs/en/about-claude/pricing: US-only inference is 1.1 times "all token pricing categories", and
  // stacks with the batch discount. Models before 4.6 refuse it, so that no answer of theirs can name it.
  anthropic: {
    batch: HALF,
    us: { numerator: 11n, denominator: 10n },
    'batch+us': { numerator: 11n, denominator: 20n },
  },
  // ai.google.dev/gemini-api/docs/optimization: flex and batch at 50 %, priority 75 to 100 % above standard.
  google: { batch: HALF, flex: HALF },
  // console.groq.com/docs/flex-processing: flex is priced as on demand; docs/batch: 50 % off.
  groq: { on_demand: SAME, flex: SAME, batch: HALF },
  // developers.openai.com/api/docs/guides/flex-processing: flex is priced at batch rates, which are half the standard.
  openai: { batch: HALF, flex: HALF },
};

// platform.claude.com/docs/en/about-claude/pricing: Opus 5.5 at 8 and 40 USD, Opus 5 and Opus 4.8 at 10 and 50, each twice
// the standard; caching and US-only inference multiply on top, batches have no fast mode.
const FAST: Readonly<Record<string, Multiplier>> = { fast: DOUBLE, 'fast+us': { numerator: 11n, denominator: 5n } };

/** Tiers that only some models have, as what they make of all standard rates of that model. */
export const MODEL_TIERS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Multiplier>>>>>> = {
  anthropic: { 'claude-opus-5-5': FAST, 'claude-opus-5': FAST, 'claude-opus-4-8': FAST },
};

/** Prices of hosted tools that hold for every model of a provider. */
export const TOOLS: Readonly<Record<string, Readonly<Record<string, UnitPrice>>>> = {
  // platform.claude.com/docs/en/about-claude/pricing: web search 10 USD per 1,000, web fetch at no additional cost.
  // Code execution is 0.05 USD an hour of a container, and no answer says how long it ran: it has no price from one call.
  anthropic: { web_search: perThousand(1000n), web_fetch: perThousand(0n) },
  // platform.kimi.ai/docs/pricing/tools: 0.005 USD a call.
  moonshotai: { web_search: perThousand(500n) },
  // developers.openai.com/api/docs/pricing: web search 10 USD, file search 2.50 USD per 1,000 calls. Containers of the code
  // interpreter and the hosted shell by their memory, for a session of 20 minutes: 0.03 USD with 1 GB, which is what a
  // container has unless more is asked for. A shorter session is billed by the minute; no answer says how long it was.
  openai: {
    web_search: perThousand(1000n),
    file_search: perThousand(250n),
    container: perThousand(3000n),
    container_4g: perThousand(12_000n),
    container_16g: perThousand(48_000n),
    container_64g: perThousand(192_000n),
  },
  // docs.x.ai/developers/pricing, per 1,000 calls.
  'x-ai': {
    web_search: perThousand(500n),
    x_search: perThousand(500n),
    code_execution: perThousand(500n),
    attachment_search: perThousand(1000n),
    collections_search: perThousand(250n),
  },
};

/** Prices of hosted tools that differ between families of models, which are told by the catalogue's name of the model. */
export interface FamilyTools {
  readonly models: RegExp;
  readonly tools: Readonly<Record<string, UnitPrice>>;
}

export const FAMILY_TOOLS: Readonly<Record<string, readonly FamilyTools[]>> = {
  // ai.google.dev/gemini-api/docs/pricing, above the free allowances: up to Gemini 2.5 35 USD per 1,000 prompts grounded in
  // search and 25 USD in maps; from Gemini 3 on 14 USD per 1,000 search queries. Maps are by the query there too, and an
  // answer does not say how many there were: they have no price from one call.
  google: [
    { models: /^gemini-2\b/, tools: { web_search: perThousand(3500n), google_maps: perThousand(2500n) } },
    { models: /^gemini-3\b/, tools: { web_search: perThousand(1400n) } },
  ],
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
