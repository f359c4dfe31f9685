import { describe, expect, it } from 'vitest';
import { boundOf, type BoundPolicy, createCalibration, isPlainText } from '../../../src/gateway/bounds/index.ts';
import type { AskedCall, AskedInput } from '../../../src/gateway/providers/index.ts';

const input: AskedInput = {
  textBytes: 5000,
  fixedTokens: 20,
  imageTokens: 100,
  audioTokens: 30,
  unseen: false,
  prompts: 1,
};

function asked(fields: Partial<AskedCall> = {}): AskedCall {
  return {
    model: 'm',
    otherModels: [],
    stream: false,
    serviceTier: null,
    choices: 1,
    hasOutput: true,
    outputCap: null,
    leastOutput: 1,
    input,
    audioOutput: false,
    imageOutput: false,
    tools: [],
    cacheWrite: 'none',
    hidesOutput: false,
    usageAsked: true,
    body: () => ({}),
    ...fields,
  };
}

const limits = { contextWindow: 100_000, maxOutputTokens: 16_384 };
const fit: BoundPolicy = { mode: 'fit', maxOutputTokens: null, minOutputTokens: null };
const strict: BoundPolicy = { ...fit, mode: 'strict' };
const noCalibration = createCalibration();
const usual = { provider: 'anthropic', limits, policy: fit, calibration: noCalibration };

describe('the input of a call', () => {
  it('is the sum of its parts', () => {
    expect(boundOf(asked(), usual)).toMatchObject({ inputTokens: 5150, audioInputTokens: 30, imageInputTokens: 100 });
  });

  it('is at most the window, for each prompt', () => {
    const long = { ...input, textBytes: 1_000_000 };
    expect(boundOf(asked({ input: long }), usual).inputTokens).toBe(100_000);
    expect(boundOf(asked({ input: { ...long, prompts: 3 } }), usual).inputTokens).toBe(300_000);
    const unknown = { ...usual, limits: { contextWindow: null, maxOutputTokens: null } };
    expect(boundOf(asked({ input: { ...long, textBytes: 5_000_000 } }), unknown).inputTokens).toBe(2_097_152);
  });

  it('is the whole window where some of it is unseen, and may be sound', () => {
    const unseen = { ...input, unseen: true, audioTokens: 2 ** 40 };
    expect(boundOf(asked({ input: unseen }), usual)).toMatchObject({ inputTokens: 100_000, audioInputTokens: 100_000 });
  });

  it('is calibrated, but not where the policy is strict', () => {
    const calibration = {
      bound: (provider: string, model: string) => (provider === 'anthropic' && model === 'm' ? 7 : 0),
    };
    expect(boundOf(asked(), { ...usual, calibration }).inputTokens).toBe(157);
    expect(boundOf(asked(), { ...usual, policy: { ...fit, mode: null }, calibration }).inputTokens).toBe(157);
    expect(boundOf(asked(), { ...usual, policy: strict, calibration }).inputTokens).toBe(5150);
  });

  it('teaches something only where it is text alone', () => {
    const plain = { ...input, imageTokens: 0, audioTokens: 0 };
    expect(isPlainText(plain)).toBe(true);
    for (const other of [{ imageTokens: 1 }, { audioTokens: 1 }, { unseen: true }, { prompts: 2 }]) {
      expect(isPlainText({ ...plain, ...other })).toBe(false);
    }
  });
});

describe('the output of a call', () => {
  it.each<[number | null, number | null, number | null, number]>([
    [null, 16_384, null, 16_384],
    [500, 16_384, null, 500],
    [20_000, 16_384, null, 16_384],
    [null, 16_384, 4000, 4000],
    [500, 16_384, 4000, 500],
    [null, null, null, 8192],
    [null, null, 4000, 4000],
    [null, null, 20_000, 8192],
    [20_000, null, null, 20_000],
    [0, 16_384, null, 0],
  ])('with a cap of %j, a limit of %j and a policy of %j is %i at most', (outputCap, maxOutputTokens, policy, most) => {
    const context = { ...usual, limits: { ...limits, maxOutputTokens }, policy: { ...fit, maxOutputTokens: policy } };
    expect(boundOf(asked({ outputCap }), context).maxOutputTokens).toBe(most);
  });

  it.each<[BoundPolicy, Partial<AskedCall>, number]>([
    [fit, {}, 1024],
    [fit, { outputCap: 100 }, 100],
    [fit, { leastOutput: 5001 }, 5001],
    [fit, { leastOutput: 5001, outputCap: 200 }, 200],
    [{ ...fit, minOutputTokens: 50 }, {}, 50],
    [{ ...fit, minOutputTokens: 50 }, { leastOutput: 300 }, 300],
    [{ ...fit, minOutputTokens: 9000, maxOutputTokens: 2000 }, {}, 2000],
    [strict, {}, 16_384],
    [strict, { outputCap: 100 }, 100],
  ])('under %j with %j is %i at least', (policy, fields, least) => {
    expect(boundOf(asked(fields), { ...usual, policy }).minOutputTokens).toBe(least);
  });

  it('of embeddings is nothing', () => {
    expect(boundOf(asked({ hasOutput: false }), usual)).toMatchObject({ maxOutputTokens: 0, minOutputTokens: 0 });
  });
});

describe('the rest of a bound', () => {
  it('is what was asked for', () => {
    const tools = [{ name: 'web_search', quantity: '3' }];
    const call = asked({ choices: 4, tools, serviceTier: 'flex', audioOutput: true, imageOutput: true });
    expect(boundOf(call, usual)).toMatchObject({
      choices: 4,
      tools,
      serviceTier: 'flex',
      audioOutput: true,
      imageOutput: true,
      anyServiceTier: false,
    });
  });

  it('may be of any tier where OpenAI decides, and the policy is strict', () => {
    const openai = { ...usual, provider: 'openai', policy: strict };
    expect(boundOf(asked(), openai).anyServiceTier).toBe(true);
    expect(boundOf(asked({ serviceTier: 'default' }), openai).anyServiceTier).toBe(false);
    expect(boundOf(asked(), { ...openai, policy: fit }).anyServiceTier).toBe(false);
    expect(boundOf(asked(), { ...usual, policy: strict }).anyServiceTier).toBe(false);
  });
});
