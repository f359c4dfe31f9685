import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModel } from 'ai';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { onlyTruth, simulator } from '../simulators.ts';

const modelsOf: readonly (readonly [name: string, of: (one: Simulator) => LanguageModel])[] = [
  ['chat completions', ({ url }) => createOpenAI({ apiKey: 'k', baseURL: `${url}/v1` }).chat('gpt-4o')],
  ['responses', ({ url }) => createOpenAI({ apiKey: 'k', baseURL: `${url}/v1` }).responses('gpt-4o')],
  ['messages', ({ url }) => createAnthropic({ apiKey: 'k', baseURL: `${url}/v1` })('claude-sonnet-4-5')],
];

describe.each(modelsOf)('%s', (_, modelOf) => {
  test('an answer and its usage', async () => {
    const one = await simulator();
    const { text, usage } = await generateText({ model: modelOf(one), prompt: 'hello', maxOutputTokens: 50 });
    const truth = onlyTruth(one);
    expect(countTokens(text)).toBe(truth.outputTokens);
    expect(usage).toMatchObject({ inputTokens: truth.promptTokens, outputTokens: truth.outputTokens });
    expect(truth.cap).toBe(50);
  });

  test('a stream and its usage', async () => {
    const one = await simulator();
    const result = streamText({ model: modelOf(one), prompt: 'hello' });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    const truth = onlyTruth(one);
    expect(countTokens(text)).toBe(truth.outputTokens);
    expect(await result.usage).toMatchObject({ inputTokens: truth.promptTokens, outputTokens: truth.outputTokens });
    expect(truth.usageReported).toBe(true);
  });

  test('a call of a tool', async () => {
    const one = await simulator();
    const inputSchema = jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } });
    const result = streamText({
      model: modelOf(one),
      prompt: 'weather?',
      tools: { weather: tool({ inputSchema }) },
      toolChoice: 'required',
    });
    const [call] = await result.toolCalls;
    expect(call).toMatchObject({ toolName: 'weather' });
    expect(Object.keys(call?.input ?? {})).toEqual(['city']);
  });
});
