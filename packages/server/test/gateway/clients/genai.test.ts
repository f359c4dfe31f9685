import { FunctionCallingConfigMode, GoogleGenAI } from '@google/genai';
import { countTokens } from '@cofferdam/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chargesOf, expectCharged, nanoUsdOf, sumOf, truthOf } from '../support/charges.ts';
import { citySchema, pngOf, wish } from '../support/prompts.ts';
import { startGateway, type TestGateway } from '../support/test-gateway.ts';

let gateway: TestGateway;
let key: string;

beforeAll(async () => {
  gateway = await startGateway();
  key = await gateway.agentKey('writer');
});

afterAll(async () => {
  await gateway.nodes.expectVerified();
  await gateway.close();
});

function clientOf(run: string): GoogleGenAI {
  const headers = { 'x-cofferdam-run': run, 'x-cofferdam-user': 'ann' };
  return new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${gateway.url}/gateway/gemini`, headers } });
}

const labels = { agent: 'writer', connection: 'gemini', user: 'ann' };
const model = 'gemini-2.5-flash';
const tools = [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: citySchema }] }];
const toolConfig = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };

test('an answer arrives whole, with its cost in the head; thoughts are output', async () => {
  const contents = wish('whole', 'reasoning-tokens=11', 'output-tokens=20');
  const {
    text = '',
    usageMetadata,
    sdkHttpResponse,
  } = await clientOf('whole').models.generateContent({ model, contents });
  const truth = await expectCharged(gateway, 'whole', labels);
  expect(countTokens(text)).toBe(20);
  expect(usageMetadata).toMatchObject({ promptTokenCount: truth.promptTokens, thoughtsTokenCount: 11 });
  expect(truth.outputTokens).toBe(31);
  expect(nanoUsdOf(sdkHttpResponse?.headers?.['x-cofferdam-cost-usd'] ?? '')).toBe(truth.costNanoUsd);
});

test('the run may stand in the path', async () => {
  const baseUrl = `${gateway.url}/gateway/gemini/run/by-path`;
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl } });
  await client.models.generateContent({ model, contents: wish('by-path') });
  await expectCharged(gateway, 'by-path', { agent: 'writer', connection: 'gemini' });
});

test('an answer streams', async () => {
  const contents = wish('stream', 'reasoning-tokens=5', 'output-tokens=30');
  let text = '';
  let total = 0;
  for await (const chunk of await clientOf('stream').models.generateContentStream({ model, contents })) {
    text += chunk.text ?? '';
    total = chunk.usageMetadata?.totalTokenCount ?? total;
  }
  const truth = await expectCharged(gateway, 'stream', labels);
  expect(countTokens(text)).toBe(30);
  expect(total).toBe(truth.promptTokens + truth.outputTokens);
});

test('a call of a function, whole and streamed', async () => {
  const config = { tools, toolConfig };
  const whole = await clientOf('tool').models.generateContent({ model, contents: wish('tool'), config });
  expect(whole.functionCalls).toMatchObject([{ name: 'weather' }]);
  const calls: unknown[] = [];
  const contents = wish('tool-stream');
  const stream = await clientOf('tool-stream').models.generateContentStream({ model, contents, config });
  for await (const chunk of stream) calls.push(...(chunk.functionCalls ?? []));
  expect(calls).toMatchObject([{ name: 'weather' }]);
  await expectCharged(gateway, 'tool', labels);
  await expectCharged(gateway, 'tool-stream', labels);
});

test('grounding is counted and priced', async () => {
  const contents = wish('search', 'searches=1');
  await clientOf('search').models.generateContent({ model, contents, config: { tools: [{ googleSearch: {} }] } });
  const truth = await expectCharged(gateway, 'search', labels);
  expect(truth.searches).toBe(1);
});

test('a picture is seen, and several candidates are counted', async () => {
  const parts = [{ inlineData: { mimeType: 'image/png', data: pngOf(1024, 1024) } }, { text: wish('picture') }];
  const config = { candidateCount: 2, maxOutputTokens: 9 };
  const answer = await clientOf('picture').models.generateContent({
    model,
    contents: [{ role: 'user', parts }],
    config,
  });
  const truth = await expectCharged(gateway, 'picture', labels);
  expect(answer.candidates).toHaveLength(2);
  expect(truth).toMatchObject({ imageTokens: 1032, choices: 2, cap: 9, outputTokens: 18 });
});

test('embeddings tell no usage: the bound is charged, flagged, and no less than what they cost', async () => {
  const answer = await clientOf('embed').models.embedContent({
    model: 'gemini-embedding-001',
    contents: ['one text', wish('embed')],
    config: { outputDimensionality: 4 },
  });
  expect(answer.embeddings?.map(({ values }) => values?.length)).toEqual([4, 4]);
  await gateway.untilSettled();
  const charges = await chargesOf(gateway.nodes.pool, 'embed');
  expect(charges).toMatchObject([{ agent: 'writer', connection: 'gemini', user_id: 'ann', estimated: true }]);
  // Google's pricing page: 0.15 USD per million tokens, which is 150 nano-USD each.
  expect(sumOf(charges)).toBeGreaterThanOrEqual(BigInt(truthOf(gateway, 'embed').promptTokens) * 150n);
});

test('tokens are counted and models listed for nothing', async () => {
  const { totalTokens = 0 } = await clientOf('free').models.countTokens({ model, contents: 'how many are these?' });
  expect(totalTokens).toBeGreaterThan(0);
  const names: unknown[] = [];
  for await (const { name } of await clientOf('free').models.list()) names.push(name);
  expect(names).toEqual(['models/gemini-2.5-flash']);
  const { rows } = await gateway.nodes.pool.query("SELECT id FROM reservations WHERE run = 'free'");
  expect(rows).toEqual([]);
});
