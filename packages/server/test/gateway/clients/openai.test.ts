import OpenAI from 'openai';
import { countTokens } from '@cofferdam/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

function clientOf(run: string): OpenAI {
  const defaultHeaders = { 'x-cofferdam-run': run, 'x-cofferdam-user': 'ann' };
  return new OpenAI({ apiKey: key, baseURL: `${gateway.url}/gateway/openai/v1`, defaultHeaders });
}

const labels = { agent: 'writer', connection: 'openai', user: 'ann' };
const model = 'gpt-4o';
const weather = {
  type: 'function' as const,
  function: { name: 'weather', parameters: citySchema, strict: true },
};

function says(text: string): { role: 'user'; content: string }[] {
  return [{ role: 'user', content: text }];
}

test('a chat arrives whole, with its cost in the head', async () => {
  const { data, response } = await clientOf('chat')
    .chat.completions.create({ model, messages: says(wish('chat')), max_completion_tokens: 200 })
    .withResponse();
  const truth = await expectCharged(gateway, 'chat', labels);
  expect(countTokens(data.choices[0]?.message.content ?? '')).toBe(truth.outputTokens);
  expect(data).toMatchObject({ id: truth.id, usage: { prompt_tokens: truth.promptTokens } });
  expect(truth.cap).toBe(200);
  expect(nanoUsdOf(response.headers.get('x-cofferdam-cost-usd') ?? '')).toBe(truth.costNanoUsd);
  expect(response.headers.get('x-cofferdam-run')).toBe('chat');
});

test('the run may stand in the path', async () => {
  const client = new OpenAI({ apiKey: key, baseURL: `${gateway.url}/gateway/openai/run/by-path/v1` });
  await client.chat.completions.create({ model, messages: says(wish('by-path')) });
  await expectCharged(gateway, 'by-path', { agent: 'writer', connection: 'openai' });
});

test('a chat streams, and the usage that the client had not asked for stays with the gateway', async () => {
  const stream = await clientOf('stream').chat.completions.create({
    model,
    messages: says(wish('stream')),
    stream: true,
  });
  let text = '';
  const usages: unknown[] = [];
  for await (const chunk of stream) {
    expect(chunk.choices).toHaveLength(1);
    text += chunk.choices[0]?.delta.content ?? '';
    if (chunk.usage !== undefined && chunk.usage !== null) usages.push(chunk.usage);
  }
  const truth = await expectCharged(gateway, 'stream', labels);
  expect(countTokens(text)).toBe(truth.outputTokens);
  expect(usages).toEqual([]);
  expect(truth.usageReported).toBe(true);
});

test('a chat streams with the usage that the client asked for', async () => {
  const stream = await clientOf('stream-usage').chat.completions.create({
    model,
    messages: says(wish('stream-usage')),
    stream: true,
    stream_options: { include_usage: true },
  });
  const usages: (OpenAI.CompletionUsage | null | undefined)[] = [];
  for await (const { usage } of stream) if (usage !== null && usage !== undefined) usages.push(usage);
  const truth = await expectCharged(gateway, 'stream-usage', labels);
  expect(usages).toMatchObject([{ prompt_tokens: truth.promptTokens, completion_tokens: truth.outputTokens }]);
});

test('a call of a tool, whole and streamed', async () => {
  const body = { model, tools: [weather], tool_choice: 'required' as const };
  const whole = await clientOf('tool').chat.completions.create({ ...body, messages: says(wish('tool')) });
  const stream = clientOf('tool-stream').chat.completions.stream({ ...body, messages: says(wish('tool-stream')) });
  const streamed = await stream.finalChatCompletion();
  for (const { choices } of [whole, streamed]) {
    const [call] = choices[0]?.message.tool_calls ?? [];
    if (call?.type !== 'function') throw new Error('no call of a function');
    expect(call.function.name).toBe('weather');
    expect(Object.keys(JSON.parse(call.function.arguments) as object)).toEqual(['city']);
  }
  await expectCharged(gateway, 'tool', labels);
  await expectCharged(gateway, 'tool-stream', labels);
});

test('a picture is seen', async () => {
  const url = `data:image/png;base64,${pngOf(800, 600)}`;
  const content = [
    { type: 'image_url', image_url: { url, detail: 'high' } },
    { type: 'text', text: wish('picture') },
  ] as const;
  await clientOf('picture').chat.completions.create({ model, messages: [{ role: 'user', content: [...content] }] });
  const truth = await expectCharged(gateway, 'picture', labels);
  expect(truth.imageTokens).toBeGreaterThan(500);
});

test('several choices, and a prompt that the provider caches', async () => {
  const prompt = `${'word '.repeat(2000)}${wish('cached')}`;
  const ask = (run: string): Promise<OpenAI.ChatCompletion> =>
    clientOf(run).chat.completions.create({ model, messages: [...says(prompt), ...says(wish(run))], n: 3 });
  await ask('cold');
  const warm = await ask('warm');
  expect(warm.choices).toHaveLength(3);
  await expectCharged(gateway, 'cold', labels);
  const truth = await expectCharged(gateway, 'warm', labels);
  expect(truth.cachedTokens).toBeGreaterThan(1000);
});

test('a response arrives, and what stands behind its id in the next', async () => {
  const first = await clientOf('response').responses.create({ model, input: wish('response') });
  const truth = await expectCharged(gateway, 'response', labels);
  expect(countTokens(first.output_text)).toBe(truth.outputTokens);
  const input = wish('response-next');
  const next = clientOf('response-next').responses.create({ model, input, previous_response_id: first.id });
  const { data, response } = await next.withResponse();
  const second = await expectCharged(gateway, 'response-next', labels);
  expect(data.usage?.input_tokens).toBe(second.promptTokens);
  expect(second.promptTokens).toBeGreaterThan(truth.promptTokens + truth.outputTokens);
  expect(nanoUsdOf(response.headers.get('x-cofferdam-cost-usd') ?? '')).toBe(second.costNanoUsd);
});

test('a response streams, with a search and a call', async () => {
  const stream = clientOf('response-stream').responses.stream({
    model,
    input: wish('response-stream', 'searches=2'),
    tools: [{ type: 'web_search' }, { type: 'function', name: 'weather', parameters: citySchema, strict: true }],
    tool_choice: { type: 'function', name: 'weather' },
  });
  const numbers: number[] = [];
  for await (const { sequence_number: number } of stream) numbers.push(number);
  const final = await stream.finalResponse();
  expect(numbers).toEqual(numbers.map((_, at) => at));
  expect(final.output.map(({ type }) => type)).toEqual(['web_search_call', 'web_search_call', 'function_call']);
  const truth = await expectCharged(gateway, 'response-stream', labels);
  expect(truth.searches).toBe(2);
});

test('embeddings arrive in the encoding that the client asks for by itself', async () => {
  const input = ['one text', wish('embeddings')];
  const body = { model: 'text-embedding-3-small', input, dimensions: 8 };
  const { data, response } = await clientOf('embeddings').embeddings.create(body).withResponse();
  const truth = await expectCharged(gateway, 'embeddings', labels);
  expect(data.data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
  expect(data.usage.prompt_tokens).toBe(truth.promptTokens);
  expect(nanoUsdOf(response.headers.get('x-cofferdam-cost-usd') ?? '')).toBe(truth.costNanoUsd);
  const { rows } = await gateway.nodes.pool.query(
    "SELECT run, type FROM usage_records WHERE run IN ('embeddings', 'chat') ORDER BY run",
  );
  expect(rows).toEqual([
    { run: 'chat', type: 'model_call' },
    { run: 'embeddings', type: 'embedding' },
  ]);
});

test('models are listed and found, and cost nothing', async () => {
  const names: string[] = [];
  for await (const { id } of clientOf('models').models.list()) names.push(id);
  expect(names).toContain('gpt-4o-mini');
  expect(await clientOf('models').models.retrieve('gpt-4o')).toMatchObject({ id: 'gpt-4o', object: 'model' });
  const { rows } = await gateway.nodes.pool.query("SELECT id FROM reservations WHERE run = 'models'");
  expect(rows).toEqual([]);
});

test('a path that the ledger does not know does not exist', async () => {
  const client = clientOf('no-path');
  await expect(client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'x' })).rejects.toBeInstanceOf(
    OpenAI.NotFoundError,
  );
  await expect(client.images.generate({ prompt: 'a wall', model: 'gpt-image-1' })).rejects.toBeInstanceOf(
    OpenAI.NotFoundError,
  );
});
