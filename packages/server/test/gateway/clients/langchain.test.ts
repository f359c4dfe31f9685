import { ChatOpenAI } from '@langchain/openai';
import { countTokens } from '@cofferdam/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectCharged } from '../support/charges.ts';
import { citySchema, wish } from '../support/prompts.ts';
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

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const blocks = content as readonly { readonly text?: string }[];
  return blocks.map(({ text = '' }) => text).join('');
}

const weather = { type: 'function', function: { name: 'weather', parameters: citySchema } } as const;

describe.each([
  ['chat', false],
  ['responses', true],
])('%s', (name, useResponsesApi) => {
  const labels = { agent: 'writer', connection: 'openai', user: 'ann' };

  function modelOf(run: string, streamUsage = true): ChatOpenAI {
    const defaultHeaders = { 'x-cofferdam-run': run, 'x-cofferdam-user': 'ann' };
    const configuration = { baseURL: `${gateway.url}/gateway/openai/v1`, defaultHeaders };
    return new ChatOpenAI({ model: 'gpt-4o', apiKey: key, configuration, useResponsesApi, streamUsage });
  }

  test('an answer', async () => {
    const run = `${name}-whole`;
    const answer = await modelOf(run).invoke(wish(run));
    const truth = await expectCharged(gateway, run, labels);
    expect(countTokens(textOf(answer.content))).toBe(truth.outputTokens);
    expect(answer.usage_metadata).toMatchObject({
      input_tokens: truth.promptTokens,
      output_tokens: truth.outputTokens,
    });
  });

  test.each([true, false])('a stream, with usage: %s', async (streamUsage) => {
    const run = `${name}-stream-${streamUsage}`;
    let text = '';
    for await (const chunk of await modelOf(run, streamUsage).stream(wish(run))) text += textOf(chunk.content);
    const truth = await expectCharged(gateway, run, labels);
    expect(countTokens(text)).toBe(truth.outputTokens);
  });

  test('a call of a tool', async () => {
    const run = `${name}-tool`;
    const answer = await modelOf(run).bindTools([weather], { tool_choice: 'weather' }).invoke(wish(run));
    expect(answer.tool_calls).toMatchObject([{ name: 'weather' }]);
    await expectCharged(gateway, run, labels);
  });
});
