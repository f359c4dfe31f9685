import { FunctionCallingConfigMode, GoogleGenAI } from '@google/genai';
import { expect, test } from 'vitest';
import type { Simulator } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { onlyTruth, pngOf, simulator } from '../simulators.ts';

const model = 'gemini-2.5-flash';

function clientOf({ url }: Simulator): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'goog-test', httpOptions: { baseUrl: url } });
}

test('an answer carries the usage that the truth has: output is words and thoughts together', async () => {
  const one = await simulator();
  const contents = '[[sim reasoning-tokens=11 output-tokens=20]] hello';
  const {
    text = '',
    usageMetadata,
    modelVersion,
    responseId,
  } = await clientOf(one).models.generateContent({ model, contents });
  const truth = onlyTruth(one);
  expect(countTokens(text)).toBe(20);
  expect(usageMetadata).toMatchObject({
    promptTokenCount: truth.promptTokens,
    candidatesTokenCount: 20,
    thoughtsTokenCount: 11,
    totalTokenCount: truth.promptTokens + 31,
  });
  expect(truth).toMatchObject({ outputTokens: 31, reasoningTokens: 11, credential: 'goog-test', id: responseId });
  expect(modelVersion).toBe(model);
});

test('a stream says the same, each event with the usage so far', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const contents = '[[sim seed=5 reasoning-tokens=4]] hello';
  const { text } = await client.models.generateContent({ model, contents });
  let streamed = '';
  const totals: number[] = [];
  for await (const chunk of await client.models.generateContentStream({ model, contents })) {
    streamed += chunk.text ?? '';
    totals.push(chunk.usageMetadata?.totalTokenCount ?? Number.NaN);
  }
  expect(streamed).toBe(text);
  expect(totals.toSorted((a, b) => a - b)).toEqual(totals);
  const truth = one.truth()[1];
  expect(totals.at(-1)).toBe((truth?.promptTokens ?? 0) + (truth?.outputTokens ?? 0));
});

test('without alt=sse the stream is one JSON array', async () => {
  const one = await simulator();
  const answer = await fetch(`${one.url}/v1beta/models/${model}:streamGenerateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: '[[sim output-tokens=7]]' }] }] }),
  });
  expect(answer.headers.get('content-type')).toMatch('application/json');
  const events = (await answer.json()) as { candidates: { finishReason?: string }[] }[];
  expect(events).toHaveLength(8);
  expect(events.at(-1)?.candidates[0]?.finishReason).toBe('STOP');
});

test('a call of a function, whole and streamed', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const parametersJsonSchema = { type: 'object', properties: { city: { type: 'string' } } };
  const body = {
    model,
    contents: 'weather?',
    config: {
      tools: [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema }] }],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
    },
  };
  const whole = await client.models.generateContent(body);
  expect(whole.functionCalls).toMatchObject([{ name: 'weather' }]);
  expect(typeof whole.functionCalls?.[0]?.args?.['city']).toBe('string');
  const calls: unknown[] = [];
  for await (const chunk of await client.models.generateContentStream(body)) calls.push(...(chunk.functionCalls ?? []));
  expect(calls).toMatchObject([{ name: 'weather' }]);
});

test('grounding is counted, and its results stand beside the prompt', async () => {
  const one = await simulator();
  const answer = await clientOf(one).models.generateContent({
    model,
    contents: '[[sim searches=2]] news?',
    config: { tools: [{ googleSearch: {} }] },
  });
  const truth = onlyTruth(one);
  expect(answer.candidates?.[0]?.groundingMetadata?.webSearchQueries).toHaveLength(2);
  const { promptTokenCount = 0, toolUsePromptTokenCount = 0 } = answer.usageMetadata ?? {};
  expect(toolUsePromptTokenCount).toBe(1000);
  expect(promptTokenCount + toolUsePromptTokenCount).toBe(truth.promptTokens);
});

test('a picture is 258 tokens for each tile', async () => {
  const one = await simulator();
  const client = clientOf(one);
  for (const [width, height] of [
    [384, 384],
    [1024, 1024],
  ] as const) {
    const parts = [{ inlineData: { mimeType: 'image/png', data: pngOf(width, height) } }, { text: 'what is it?' }];
    await client.models.generateContent({ model, contents: [{ role: 'user', parts }] });
  }
  expect(one.truth().map(({ imageTokens }) => imageTokens)).toEqual([258, 1032]);
});

test('several candidates, and a cap', async () => {
  const one = await simulator();
  const answer = await clientOf(one).models.generateContent({
    model,
    contents: '[[sim output-tokens=50]]',
    config: { candidateCount: 2, maxOutputTokens: 9 },
  });
  expect(answer.candidates?.map(({ finishReason }) => finishReason)).toEqual(['MAX_TOKENS', 'MAX_TOKENS']);
  expect(onlyTruth(one)).toMatchObject({ outputTokens: 18, cap: 9, choices: 2 });
});

test('embeddings tell no usage and are billed', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const answer = await client.models.embedContent({
    model: 'gemini-embedding-001',
    contents: ['one text', 'another'],
    config: { outputDimensionality: 4 },
  });
  expect(answer.embeddings?.map(({ values }) => values?.length)).toEqual([4, 4]);
  expect(onlyTruth(one)).toMatchObject({ promptTokens: 6, usageReported: false, costNanoUsd: null });
});

test('tokens are counted as they will be billed; models are listed', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const { totalTokens } = await client.models.countTokens({ model, contents: 'how many are these?' });
  expect(one.truth()).toEqual([]);
  await client.models.generateContent({ model, contents: 'how many are these?' });
  expect(onlyTruth(one).promptTokens).toBe(totalTokens);
  const names: unknown[] = [];
  for await (const listed of await client.models.list()) names.push(listed.name);
  expect(names).toEqual(['models/gemini-2.5-flash']);
});

test('a refusal is Google’s error, at once and in the middle of a stream', async () => {
  const one = await simulator();
  const client = clientOf(one);
  await expect(client.models.generateContent({ model, contents: '[[sim error-status=429]]' })).rejects.toMatchObject({
    status: 429,
  });
  const stream = await client.models.generateContentStream({ model, contents: '[[sim fail-after-tokens=2]]' });
  await expect(async () => {
    for await (const _ of stream) continue;
  }).rejects.toMatchObject({ status: 503 });
});
