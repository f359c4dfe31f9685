import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { onlyTruth, pngOf, says, simulator } from '../simulators.ts';

function clientOf({ url }: Simulator): OpenAI {
  return new OpenAI({ apiKey: 'sk-test', baseURL: `${url}/v1`, maxRetries: 0 });
}

const weather: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'weather',
    parameters: { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } },
  },
};

describe('chat completions', () => {
  test('an answer carries the usage that the truth has, and the words are as many tokens', async () => {
    const one = await simulator();
    const answer = await clientOf(one).chat.completions.create({ model: 'gpt-4o', messages: says('hello there') });
    const truth = onlyTruth(one);
    expect(answer.usage).toMatchObject({ prompt_tokens: truth.promptTokens, completion_tokens: truth.outputTokens });
    expect(countTokens(answer.choices[0]?.message.content ?? '')).toBe(truth.outputTokens);
    expect(answer).toMatchObject({ id: truth.id, model: 'gpt-4o-2024-08-06', service_tier: 'default' });
    expect(truth).toMatchObject({ outcome: 'completed', credential: 'sk-test', deliveredTokens: truth.outputTokens });
  });

  test('a stream ends with the usage where it is asked for, and says the same as the answer', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const body = { model: 'gpt-4o', messages: says('[[sim seed=7]] again') };
    const answer = await client.chat.completions.create(body);
    const stream = await client.chat.completions.create({
      ...body,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let last: OpenAI.ChatCompletionChunk | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      last = chunk;
    }
    expect(text).toBe(answer.choices[0]?.message.content);
    expect(last?.choices).toEqual([]);
    expect(last?.usage?.completion_tokens).toBe(answer.usage?.completion_tokens);
  });

  test('without the option no chunk carries usage', async () => {
    const one = await simulator();
    const stream = await clientOf(one).chat.completions.create({
      model: 'gpt-4o',
      messages: says('hello'),
      stream: true,
    });
    for await (const chunk of stream) expect(chunk).not.toHaveProperty('usage');
    expect(onlyTruth(one)).toMatchObject({ outcome: 'completed', usageReported: false });
  });

  test('a function that must be called is called with arguments of its schema', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const body = {
      model: 'gpt-4o',
      messages: says('weather? [[sim seed=1]]'),
      tools: [weather],
      tool_choice: 'required',
    } as const;
    const answer = await client.chat.completions.create({ ...body, messages: [...body.messages], tools: [weather] });
    const [call] = answer.choices[0]?.message.tool_calls ?? [];
    if (call?.type !== 'function') throw new Error('no call of a function');
    const args = JSON.parse(call.function.arguments) as Record<string, unknown>;
    const types = Object.entries(args).map(([name, value]) => [name, typeof value]);
    expect(types).toEqual([
      ['city', 'string'],
      ['days', 'number'],
    ]);
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');

    const runner = client.chat.completions.stream({ ...body, messages: [...body.messages], tools: [weather] });
    const final = await runner.finalChatCompletion();
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'weather' } });
    expect(countTokens(call.function.arguments)).toBe(one.truth()[0]?.outputTokens);
  });

  test('a picture costs what the vision guide says', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const ask = (model: string, content: OpenAI.ChatCompletionContentPart[]): Promise<unknown> =>
      client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
    const text = { type: 'text', text: 'what is it?' } as const;
    const url = `data:image/png;base64,${pngOf(1024, 1024)}`;
    await ask('gpt-4o', [text]);
    await ask('gpt-4o', [text, { type: 'image_url', image_url: { url } }]);
    await ask('gpt-4o', [text, { type: 'image_url', image_url: { url, detail: 'low' } }]);
    await ask('gpt-4o', [
      text,
      { type: 'image_url', image_url: { url: `data:image/png;base64,${pngOf(2048, 4096)}` } },
    ]);
    const [without = 0, ...withPicture] = one.truth().map(({ promptTokens }) => promptTokens);
    // The guide's own examples: 1024 x 1024 is 765, low detail 85, 2048 x 4096 is 1105.
    expect(withPicture.map((tokens) => tokens - without)).toEqual([765, 85, 1105]);
  });

  test('several choices come side by side and are billed together', async () => {
    const one = await simulator();
    const stream = await clientOf(one).chat.completions.create({
      model: 'gpt-4o-mini',
      messages: says('[[sim output-tokens=5]]'),
      n: 3,
      stream: true,
    });
    const texts = ['', '', ''];
    for await (const { choices } of stream) {
      for (const { index, delta } of choices) texts[index] += delta.content ?? '';
    }
    expect(texts.map((text) => countTokens(text))).toEqual([5, 5, 5]);
    expect(new Set(texts).size).toBe(3);
    expect(onlyTruth(one)).toMatchObject({ choices: 3, outputTokens: 15 });
  });

  test('the cap cuts reasoning and words together; asked to, the model goes past it', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const ask = (wish: string): Promise<OpenAI.ChatCompletion> =>
      client.chat.completions.create({ model: 'gpt-4o', messages: says(wish), max_completion_tokens: 10 });
    const cut = await ask('[[sim reasoning-tokens=6 output-tokens=50]]');
    expect(cut.choices[0]?.finish_reason).toBe('length');
    expect(cut.usage?.completion_tokens).toBe(10);
    expect(cut.usage?.completion_tokens_details?.reasoning_tokens).toBe(6);
    const past = await ask('[[sim output-tokens=50 ignore-cap]]');
    expect(past.usage?.completion_tokens).toBe(50);
  });
});

describe('responses', () => {
  test('an answer, and what stands behind its id in the next', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const first = await client.responses.create({ model: 'gpt-4o', input: '[[sim reasoning-tokens=3]] hello' });
    const second = await client.responses.create({ model: 'gpt-4o', input: 'more', previous_response_id: first.id });
    expect(countTokens(first.output_text) + 3).toBe(first.usage?.output_tokens);
    expect(first.usage?.output_tokens_details.reasoning_tokens).toBe(3);
    expect(first.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
    expect(second.usage?.input_tokens).toBeGreaterThan(first.usage?.total_tokens ?? Infinity);
  });

  test('a stream, with a search, a call, and the whole response at its end', async () => {
    const one = await simulator();
    const stream = clientOf(one).responses.stream({
      model: 'gpt-4o',
      input: '[[sim searches=2]] look it up',
      tools: [
        { type: 'web_search' },
        { type: 'function', name: 'weather', parameters: weather.function.parameters ?? {}, strict: false },
      ],
      tool_choice: { type: 'function', name: 'weather' },
    });
    const numbers: number[] = [];
    for await (const event of stream) numbers.push(event.sequence_number);
    const final = await stream.finalResponse();
    expect(numbers).toEqual(numbers.map((_, at) => at));
    expect(final.output.map(({ type }) => type)).toEqual(['web_search_call', 'web_search_call', 'function_call']);
    const truth = onlyTruth(one);
    expect(final.usage).toMatchObject({ input_tokens: truth.promptTokens, output_tokens: truth.outputTokens });
    expect(truth.searches).toBe(2);
  });

  test('an answer that is cut says so, streamed or not', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const body = { model: 'gpt-4o', input: '[[sim output-tokens=90]]', max_output_tokens: 16 };
    const whole = await client.responses.create(body);
    const streamed = await client.responses.stream(body).finalResponse();
    for (const answer of [whole, streamed]) {
      expect(answer).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
      expect(countTokens(answer.output_text)).toBe(16);
    }
  });

  test('a stream that fails is a failed response, with no usage', async () => {
    const one = await simulator();
    const input = '[[sim fail-after-tokens=4 output-tokens=9]]';
    const stream = await clientOf(one).responses.create({ model: 'gpt-4o', input, stream: true });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types.at(-1)).toBe('response.failed');
    expect(onlyTruth(one)).toMatchObject({ outcome: 'failed', outputTokens: 4, usageReported: false });
  });
});

describe('embeddings and models', () => {
  test('vectors of length one, the same for the same text, in either encoding', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const answer = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one text', 'another'],
      dimensions: 8,
    });
    const plain = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: 'one text',
      dimensions: 8,
      encoding_format: 'float',
    });
    const [first = [], second = []] = answer.data.map(({ embedding }) => embedding);
    expect(first).toHaveLength(8);
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
    expect(second).not.toEqual(first);
    plain.data[0]?.embedding.forEach((figure, at) => expect(figure).toBeCloseTo(first[at] ?? Number.NaN, 5));
    // "one", " text", and "anot", "her", at 0.02 USD per million tokens.
    expect(answer.usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
    expect(one.truth()[0]?.costNanoUsd).toBe(80n);
  });

  test('models are listed and found', async () => {
    const one = await simulator();
    const client = clientOf(one);
    const names: string[] = [];
    for await (const { id } of client.models.list()) names.push(id);
    expect(names).toEqual(['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']);
    expect(await client.models.retrieve('gpt-4o')).toMatchObject({ id: 'gpt-4o', object: 'model' });
    await expect(client.models.retrieve('claude-sonnet-4-5')).rejects.toMatchObject({ status: 404 });
    expect(one.truth()).toEqual([]);
  });
});
