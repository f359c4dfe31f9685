import fc from 'fast-check';
import {
  type BoundRequest,
  type CallBound,
  findPrice,
  type PriceSources,
  rate,
  rateTool,
  type RatedBucket,
} from '../../src/prices/index.ts';
import { EMPTY_BUCKETS, type TokenBuckets } from '../../src/usage/index.ts';

/** What a provider may report of a call. */
export interface Used {
  readonly buckets: TokenBuckets;
  readonly serviceTier: string | null;
}

type Name = readonly [provider: string, model: string];

const textBuckets = ['inputUncached', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;
const cached: readonly RatedBucket[] = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h'];

/** Sizes of prompts around the lengths at which prices change, and any other. */
const sizes = fc.oneof(fc.constantFrom(0, 1, 128_000, 199_999, 200_000, 200_001, 272_001), fc.nat({ max: 1_000_000 }));

/** Few models have a price for everything: what has none for some part is of no use here. */
function seldom<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

export function boundOf(given: Partial<CallBound>): CallBound {
  const { maxOutputTokens = 0 } = given;
  return {
    inputTokens: 0,
    audioInputTokens: 0,
    imageInputTokens: 0,
    maxOutputTokens,
    minOutputTokens: maxOutputTokens,
    choices: 1,
    audioOutput: false,
    imageOutput: false,
    serviceTier: null,
    tools: [],
    ...given,
  };
}

/** Bounds of calls of any of these models, with one of the tiers asked for, or none. */
export function boundRequests(
  names: readonly Name[],
  tiers: readonly string[],
  timesMs: readonly number[],
): fc.Arbitrary<BoundRequest> {
  const bounds = fc.record({
    inputTokens: sizes,
    audioInputTokens: seldom(0, sizes),
    imageInputTokens: seldom(0, sizes),
    maxOutputTokens: fc.nat({ max: 100_000 }),
    choices: fc.integer({ min: 1, max: 8 }),
    audioOutput: seldom(false, fc.constant(true)),
    imageOutput: seldom(false, fc.constant(true)),
    serviceTier: seldom(null, fc.constantFrom(...tiers)),
    anyServiceTier: fc.boolean(),
    tools: seldom<CallBound['tools']>([], fc.constant([{ name: 'web_search', quantity: '3' }])),
  });
  return fc
    .record({ name: fc.constantFrom(...names), given: bounds, timeMs: fc.constantFrom(...timesMs) })
    .map(({ name: [provider, model], given, timeMs }) => {
      const bound = boundOf(given);
      return { provider, model, timeMs, bound, outputTokens: bound.maxOutputTokens };
    });
}

/** Tokens, all or part of a number, put into buckets by shares; often all into one. */
function splits(buckets: readonly RatedBucket[]): fc.Arbitrary<(tokens: number) => Partial<TokenBuckets>> {
  const one = fc.constantFrom(...buckets).map((bucket) => (tokens: number) => ({ [bucket]: tokens }));
  const many = fc.array(fc.nat({ max: 1_000 }), { minLength: buckets.length, maxLength: buckets.length });
  const among = many.map((shares) => (tokens: number) => {
    const parts: Partial<Record<RatedBucket, number>> = {};
    let left = tokens;
    for (const [index, bucket] of buckets.entries()) {
      parts[bucket] = Math.min(left, Math.floor((tokens * shares[index]!) / 1_000));
      left -= parts[bucket];
    }
    return parts;
  });
  return fc.oneof(one, among);
}

const shares = fc.oneof(
  { weight: 2, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.nat({ max: 99 }).map((n) => n / 100) },
);

function tiersOf(sources: PriceSources, { provider, model, timeMs }: BoundRequest): string[] {
  const found = findPrice(sources, provider, model, timeMs);
  if (found.kind === 'not_found') return [];
  return [...found.terms.serviceTiers.keys(), ...(found.provider?.serviceTiers.keys() ?? [])];
}

/** Usage that stays within the bounds, served by one of the tiers that they allow. */
export function usageWithin(sources: PriceSources, request: BoundRequest): fc.Arbitrary<Used> {
  const { bound, outputTokens } = request;
  const outputs: RatedBucket[] = ['output'];
  if (bound.audioOutput) outputs.push('audioOutput');
  if (bound.imageOutput) outputs.push('imageOutput');
  const served = [
    null,
    bound.serviceTier,
    'default',
    ...(bound.anyServiceTier === true ? tiersOf(sources, request) : []),
  ];
  const part = fc.tuple(shares, shares, shares, shares, shares);
  return fc
    .record({ part, text: splits(textBuckets), answer: splits(outputs), serviceTier: fc.constantFrom(...served) })
    .map(({ part: [ofPrompt, ofAudio, ofImage, ofAnswer, ofThought], text, answer, serviceTier }) => {
      const prompt = Math.floor(bound.inputTokens * ofPrompt);
      const audioInput = Math.floor(Math.min(bound.audioInputTokens, prompt) * ofAudio);
      const imageInput = Math.floor(Math.min(bound.imageInputTokens, prompt - audioInput) * ofImage);
      const written = answer(Math.floor(outputTokens * bound.choices * ofAnswer));
      const reasoning = Math.floor((written.output ?? 0) * ofThought);
      const buckets = { ...text(prompt - audioInput - imageInput), ...written, audioInput, imageInput, reasoning };
      return { buckets: { ...EMPTY_BUCKETS, ...buckets }, serviceTier };
    });
}

/** Cached parts in buckets that the model lists no rate for are put to the rest of the prompt: no provider reports them. */
export function withoutUnsoldCaches(sources: PriceSources, request: BoundRequest, used: Used): Used {
  const buckets = { ...used.buckets };
  const { provider, model, timeMs } = request;
  for (const bucket of cached) {
    const asked = {
      provider,
      model,
      timeMs,
      serviceTier: used.serviceTier,
      buckets: { ...EMPTY_BUCKETS, [bucket]: 1 },
    };
    if (rate({ ...sources, ceiling: null }, asked).kind === 'priced') continue;
    buckets.inputUncached += buckets[bucket];
    buckets[bucket] = 0;
  }
  return { ...used, buckets };
}

/** What usage of the call comes to, its tools included; null where some part of it has no price. */
export function costOfUsage(sources: PriceSources, request: BoundRequest, used: Used): bigint | null {
  const { provider, model, timeMs, bound } = request;
  const priced = rate(sources, { provider, model, timeMs, ...used });
  if (priced.kind === 'unpriced') return null;
  let total = priced.costNanoUsd;
  for (const { name: tool, quantity } of bound.tools) {
    const ofTool = rateTool(sources, { provider, model, tool, quantity, timeMs });
    if (ofTool.kind === 'unpriced') return null;
    total += ofTool.costNanoUsd;
  }
  return total;
}
