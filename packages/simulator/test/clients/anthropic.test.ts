import Anthropic from '@anthropic-ai/sdk';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Simulator } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { onlyTruth, pngOf, says, simulator } from '../simulators.ts';

function clientOf({ url }: Simulator): Anthropic {
  return new Anthropic({ apiKey: 'sk-ant-test', baseURL: url, maxRetries: 0 });
}

// The client warns of models that will be retired; the price table names this one.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));

const model = 'claude-sonnet-4-5';
const tool: Anthropic.Tool = {
  name: 'weather',
  input_schema: { type: 'object', properties: { city: { type: 'string', enum: ['Köln', 'Łódź'] } } },
};

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

test('an answer carries the usage that the truth has, and so does its stream', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const body = { model, max_tokens: 300, messages: says('[[sim seed=3]] hello') };
  const whole = await client.messages.create(body);
  const streamed = await client.messages.stream(body).finalMessage();
  const [first, second] = one.truth();
  expect(textOf(streamed)).toBe(textOf(whole));
  expect(countTokens(textOf(whole))).toBe(first?.outputTokens);
  expect(whole.usage).toMatchObject({ input_tokens: first?.promptTokens, output_tokens: first?.outputTokens });
  expect(streamed.usage).toMatchObject({ input_tokens: second?.promptTokens, output_tokens: second?.outputTokens });
  expect(whole).toMatchObject({ id: first?.id, model: 'claude-sonnet-4-5-20250929', stop_reason: 'end_turn' });
  expect(first).toMatchObject({ credential: 'sk-ant-test', cap: 300, outcome: 'completed', tier: 'standard' });
});

test('thinking is part of the output, and shown', async () => {
  const one = await simulator();
  const stream = clientOf(one).messages.stream({
    model,
    max_tokens: 2000,
    messages: says('[[sim reasoning-tokens=40 output-tokens=5]]'),
    thinking: { type: 'enabled', budget_tokens: 1024 },
  });
  const message = await stream.finalMessage();
  const [thinking] = message.content;
  if (thinking?.type !== 'thinking') throw new Error('no thinking');
  expect(countTokens(thinking.thinking)).toBe(40);
  expect(thinking.signature).not.toBe('');
  expect(message.usage.output_tokens).toBe(45);
  expect(message.usage.output_tokens_details?.thinking_tokens).toBe(40);
});

test('a call of a tool, whole and streamed; the prompt grows by what Anthropic adds', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const body = { model, max_tokens: 300, messages: says('[[sim seed=3]] weather?') };
  const withTool = { ...body, tools: [tool], tool_choice: { type: 'tool', name: 'weather' } as const };
  await client.messages.create(body);
  const whole = await client.messages.create(withTool);
  const streamed = await client.messages.stream(withTool).finalMessage();
  for (const { content, stop_reason: reason } of [whole, streamed]) {
    expect(reason).toBe('tool_use');
    const city = content[0]?.type === 'tool_use' ? (content[0].input as { city: string }).city : '';
    expect(['Köln', 'Łódź']).toContain(city);
    expect(content).toMatchObject([{ name: 'weather' }]);
  }
  const [plain, offered] = one.truth();
  const definition = countTokens(JSON.stringify(tool));
  expect((offered?.promptTokens ?? 0) - (plain?.promptTokens ?? 0)).toBe(313 + definition);
});

test('a hosted search is counted, and its results are part of the prompt', async () => {
  const one = await simulator();
  const message = await clientOf(one)
    .messages.stream({
      model,
      max_tokens: 300,
      messages: says('[[sim searches=3 output-tokens=10]] news?'),
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
    })
    .finalMessage();
  expect(message.usage.server_tool_use).toEqual({ web_search_requests: 3, web_fetch_requests: 0 });
  expect(message.content.map(({ type }) => type).filter((type) => type === 'server_tool_use')).toHaveLength(3);
  expect(onlyTruth(one).searches).toBe(3);
});

test('a picture is width x height / 750', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const data = pngOf(1000, 750);
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } } as const;
  const text = { type: 'text', text: 'what is it?' } as const;
  for (const content of [[text], [image, text]]) {
    await client.messages.create({ model, max_tokens: 5, messages: [{ role: 'user', content }] });
  }
  const [without, withPicture] = one.truth();
  expect((withPicture?.promptTokens ?? 0) - (without?.promptTokens ?? 0)).toBe(1000);
});

test('tokens are counted as they will be billed, for nothing', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const body = { model, messages: says('how many are these?'), tools: [tool] };
  const { input_tokens: counted } = await client.messages.countTokens(body);
  expect(one.truth()).toEqual([]);
  const answer = await client.messages.create({ ...body, max_tokens: 5 });
  expect(answer.usage.input_tokens).toBe(counted);
});

test('models are listed with their snapshots', async () => {
  const one = await simulator();
  const names: string[] = [];
  for await (const { id } of clientOf(one).models.list()) names.push(id);
  expect(names).toEqual(['claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001']);
});

describe('the prompt cache', () => {
  const long = 'word '.repeat(3000);

  function cachedBody(ttl: '5m' | '1h', question: string): Anthropic.MessageCreateParamsNonStreaming {
    const system = [{ type: 'text', text: long, cache_control: { type: 'ephemeral', ttl } } as const];
    return { model, max_tokens: 5, system, messages: says(question) };
  }

  test('what is marked is written, then read, and expires', async () => {
    let now = Date.UTC(2026, 10, 23);
    const one = await simulator({ clock: { now: () => now, sleep: async () => {} } });
    const client = clientOf(one);
    const usage = async (ttl: '5m' | '1h'): Promise<Anthropic.Usage> =>
      (await client.messages.create(cachedBody(ttl, 'and?'))).usage;
    const length = countTokens(long);

    expect(await usage('5m')).toMatchObject({ cache_creation_input_tokens: length, cache_read_input_tokens: 0 });
    now += 4 * 60_000;
    const read = await usage('5m');
    expect(read).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: length });
    expect(read.input_tokens).toBeLessThan(20);
    now += 5 * 60_000;
    expect(await usage('1h')).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: length },
    });
    now += 59 * 60_000;
    expect((await usage('1h')).cache_read_input_tokens).toBe(length);
  });

  test('a fifth mark is refused', async () => {
    const one = await simulator();
    const block = { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } } as const;
    const body = {
      model,
      max_tokens: 5,
      messages: [{ role: 'user' as const, content: Array.from({ length: 5 }, () => block) }],
    };
    await expect(clientOf(one).messages.create(body)).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });
});

test('an overloaded provider is an error of the client, at once and in the middle of a stream', async () => {
  const one = await simulator();
  const client = clientOf(one);
  const ask = (wish: string): Promise<Anthropic.Message> =>
    client.messages.stream({ model, max_tokens: 50, messages: says(wish) }).finalMessage();
  await expect(ask('[[sim error-status=529]]')).rejects.toMatchObject({ status: 529, type: 'overloaded_error' });
  await expect(ask('[[sim fail-after-tokens=3 output-tokens=9]]')).rejects.toThrow('overloaded_error');
  const outcomes = one.truth().map(({ outcome, outputTokens, billed }) => [outcome, outputTokens, billed]);
  expect(outcomes).toEqual([
    ['refused', 0, false],
    ['failed', 3, true],
  ]);
});
