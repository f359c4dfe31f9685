import Anthropic from '@anthropic-ai/sdk';
import { countTokens } from '@cofferdam/simulator';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { expectCharged, nanoUsdOf } from '../support/charges.ts';
import { citySchema, pngOf, wish } from '../support/prompts.ts';
import { startGateway, type TestGateway } from '../support/test-gateway.ts';

let gateway: TestGateway;
let key: string;

beforeAll(async () => {
  gateway = await startGateway();
  key = await gateway.agentKey('writer');
});

// The client warns of models that will be retired; the simulator's price table names this one.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));

afterAll(async () => {
  await gateway.nodes.expectVerified();
  await gateway.close();
});

function clientOf(run: string): Anthropic {
  const defaultHeaders = { 'x-cofferdam-run': run, 'x-cofferdam-user': 'ann' };
  return new Anthropic({ apiKey: key, baseURL: `${gateway.url}/gateway/anthropic`, defaultHeaders });
}

const labels = { agent: 'writer', connection: 'anthropic', user: 'ann' };
const model = 'claude-sonnet-4-5';
const weather: Anthropic.Tool = { name: 'weather', input_schema: citySchema };

function says(text: string): { role: 'user'; content: string }[] {
  return [{ role: 'user', content: text }];
}

function textOf({ content }: Anthropic.Message): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

test('a message arrives whole, with its cost in the head', async () => {
  const { data, response } = await clientOf('message')
    .messages.create({ model, max_tokens: 300, messages: says(wish('message')) })
    .withResponse();
  const truth = await expectCharged(gateway, 'message', labels);
  expect(countTokens(textOf(data))).toBe(truth.outputTokens);
  expect(data.usage).toMatchObject({ input_tokens: truth.promptTokens, output_tokens: truth.outputTokens });
  expect(truth.cap).toBe(300);
  expect(nanoUsdOf(response.headers.get('x-cofferdam-cost-usd') ?? '')).toBe(truth.costNanoUsd);
});

test('the run may stand in the path', async () => {
  const client = new Anthropic({ apiKey: key, baseURL: `${gateway.url}/gateway/anthropic/run/by-path` });
  await client.messages.create({ model, max_tokens: 50, messages: says(wish('by-path')) });
  await expectCharged(gateway, 'by-path', { agent: 'writer', connection: 'anthropic' });
});

test('a key may come as a bearer token', async () => {
  const baseURL = `${gateway.url}/gateway/anthropic/run/bearer`;
  const client = new Anthropic({ authToken: key, apiKey: null, baseURL });
  await client.messages.create({ model, max_tokens: 50, messages: says(wish('bearer')) });
  await expectCharged(gateway, 'bearer', { agent: 'writer', connection: 'anthropic' });
});

test('a message streams, and so does thinking', async () => {
  const message = await clientOf('stream')
    .messages.stream({
      model,
      max_tokens: 2000,
      messages: says(wish('stream', 'reasoning-tokens=40', 'output-tokens=25')),
      thinking: { type: 'enabled', budget_tokens: 1024 },
    })
    .finalMessage();
  const truth = await expectCharged(gateway, 'stream', labels);
  expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  expect(countTokens(textOf(message))).toBe(25);
  expect(message.usage.output_tokens).toBe(truth.outputTokens);
});

test('a call of a tool, whole and streamed', async () => {
  const toolChoice = { type: 'tool' as const, name: 'weather' };
  const body = { model, max_tokens: 300, tools: [weather], tool_choice: toolChoice };
  const whole = await clientOf('tool').messages.create({ ...body, messages: says(wish('tool')) });
  const streamed = await clientOf('tool-stream')
    .messages.stream({ ...body, messages: says(wish('tool-stream')) })
    .finalMessage();
  for (const { content, stop_reason: reason } of [whole, streamed]) {
    expect(reason).toBe('tool_use');
    const [block] = content;
    expect(block?.type === 'tool_use' ? Object.keys(block.input as object) : []).toEqual(['city']);
  }
  await expectCharged(gateway, 'tool', labels);
  await expectCharged(gateway, 'tool-stream', labels);
});

test('hosted searches are counted and priced', async () => {
  const message = await clientOf('search')
    .messages.stream({
      model,
      max_tokens: 300,
      messages: says(wish('search', 'searches=3')),
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
    })
    .finalMessage();
  const truth = await expectCharged(gateway, 'search', labels);
  expect(truth.searches).toBe(3);
  expect(message.usage.server_tool_use?.web_search_requests).toBe(3);
});

test('a picture is seen', async () => {
  const image = {
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: pngOf(1000, 750) },
  } as const;
  const content = [image, { type: 'text', text: wish('picture') } as const];
  await clientOf('picture').messages.create({ model, max_tokens: 20, messages: [{ role: 'user', content }] });
  const truth = await expectCharged(gateway, 'picture', labels);
  expect(truth.imageTokens).toBe(1000);
});

test('a cached prompt is written for five minutes or an hour, and read', async () => {
  const ask = async (run: string, ttl: '5m' | '1h', text: string): Promise<void> => {
    const system = [{ type: 'text', text: text.repeat(3000), cache_control: { type: 'ephemeral', ttl } } as const];
    await clientOf(run).messages.create({ model, max_tokens: 50, system, messages: says(wish(run)) });
  };
  await ask('write-5m', '5m', 'short ');
  await ask('read-5m', '5m', 'short ');
  await ask('write-1h', '1h', 'long ');
  const figures = [];
  for (const run of ['write-5m', 'read-5m', 'write-1h']) {
    const { writtenTokens, written1hTokens, cachedTokens } = await expectCharged(gateway, run, labels);
    figures.push([writtenTokens > 0, written1hTokens > 0, cachedTokens > 0]);
  }
  expect(figures).toEqual([
    [true, false, false],
    [false, false, true],
    [true, true, false],
  ]);
});

test('tokens are counted and models listed for nothing', async () => {
  const { input_tokens: tokens } = await clientOf('free').messages.countTokens({ model, messages: says('how many?') });
  expect(tokens).toBeGreaterThan(0);
  const names: string[] = [];
  for await (const { id } of clientOf('free').models.list()) names.push(id);
  expect(names).toContain('claude-sonnet-4-5-20250929');
  expect(await clientOf('free').models.retrieve('claude-sonnet-4-5-20250929')).toMatchObject({ type: 'model' });
  const { rows } = await gateway.nodes.pool.query("SELECT id FROM reservations WHERE run = 'free'");
  expect(rows).toEqual([]);
});

test('batches would be a way around the ledger, and do not exist', async () => {
  await expect(clientOf('batch').messages.batches.list()).rejects.toBeInstanceOf(Anthropic.NotFoundError);
});
