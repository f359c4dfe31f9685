import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { countTokens } from '@cofferdam/simulator';
import { generateText, jsonSchema, type LanguageModel, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectCharged, nanoUsdOf } from '../support/charges.ts';
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

type ModelOf = (run: string) => LanguageModel;

function optionsOf(connection: string, version: string, run: string) {
  const headers = { 'x-cofferdam-run': run, 'x-cofferdam-user': 'ann' };
  return { apiKey: key, baseURL: `${gateway.url}/gateway/${connection}/${version}`, headers };
}

const modelsOf: readonly (readonly [name: string, connection: string, of: ModelOf])[] = [
  ['chat', 'openai', (run) => createOpenAI(optionsOf('openai', 'v1', run)).chat('gpt-4o')],
  ['responses', 'openai', (run) => createOpenAI(optionsOf('openai', 'v1', run)).responses('gpt-4o')],
  ['messages', 'anthropic', (run) => createAnthropic(optionsOf('anthropic', 'v1', run))('claude-sonnet-4-5')],
  ['gemini', 'gemini', (run) => createGoogleGenerativeAI(optionsOf('gemini', 'v1beta', run))('gemini-2.5-flash')],
];

describe.each(modelsOf)('%s', (name, connection, modelOf) => {
  const labels = { agent: 'writer', connection, user: 'ann' };

  test('an answer, with its cost in the head', async () => {
    const run = `${name}-whole`;
    const { text, usage, response } = await generateText({
      model: modelOf(run),
      prompt: wish(run),
      maxOutputTokens: 100,
    });
    const truth = await expectCharged(gateway, run, labels);
    expect(countTokens(text)).toBe(truth.outputTokens);
    expect(usage).toMatchObject({ inputTokens: truth.promptTokens, outputTokens: truth.outputTokens });
    expect(truth.cap).toBe(100);
    expect(nanoUsdOf(response.headers?.['x-cofferdam-cost-usd'] ?? '')).toBe(truth.costNanoUsd);
  });

  test('a stream', async () => {
    const run = `${name}-stream`;
    const result = streamText({ model: modelOf(run), prompt: wish(run) });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    const truth = await expectCharged(gateway, run, labels);
    expect(countTokens(text)).toBe(truth.outputTokens);
    expect(await result.usage).toMatchObject({ inputTokens: truth.promptTokens, outputTokens: truth.outputTokens });
  });

  test('a call of a tool, and a picture', async () => {
    const run = `${name}-tool`;
    const inputSchema = jsonSchema<{ city: string }>(citySchema);
    const picture = { type: 'file', mediaType: 'image/png', data: pngOf(512, 512) } as const;
    const result = streamText({
      model: modelOf(run),
      messages: [{ role: 'user', content: [picture, { type: 'text', text: wish(run) }] }],
      tools: { weather: tool({ inputSchema }) },
      toolChoice: 'required',
    });
    const [call] = await result.toolCalls;
    expect(call).toMatchObject({ toolName: 'weather' });
    expect(Object.keys(call?.input ?? {})).toEqual(['city']);
    const truth = await expectCharged(gateway, run, labels);
    expect(truth.imageTokens).toBeGreaterThan(0);
  });
});
