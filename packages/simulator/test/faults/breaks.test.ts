import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import type { Simulator, TruthRecord } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { onlyTruth, post, says, simulator, untilIdle } from '../simulators.ts';

function clientOf({ url }: Simulator): OpenAI {
  return new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0 });
}

/** Streams the answer to a wish; leaves it when `leaveAfter` tokens have come. */
async function read(one: Simulator, wish: string, leaveAfter = Infinity): Promise<string> {
  const stream = await clientOf(one).chat.completions.create({ model: 'gpt-4o', messages: says(wish), stream: true });
  let text = '';
  for await (const { choices } of stream) {
    text += choices[0]?.delta.content ?? '';
    if (countTokens(text) >= leaveAfter) break;
  }
  return text;
}

async function onlyEnd(one: Simulator): Promise<TruthRecord | undefined> {
  return (await untilIdle(one))[0];
}

describe('a client that leaves', () => {
  test('is billed the prompt and what was generated until it was noticed', async () => {
    const one = await simulator();
    await read(one, '[[sim stall-after-tokens=20 output-tokens=500]] a prompt', 20);
    const truth = await onlyEnd(one);
    expect(truth).toMatchObject({ outcome: 'aborted', outputTokens: 20, deliveredTokens: 20, usageReported: false });
    // 20 tokens at 10 USD and the prompt at 2.50 USD per million.
    expect(truth?.costNanoUsd).toBe(20n * 10_000n + BigInt(truth?.promptTokens ?? 0) * 2_500n);
  });

  test('is billed the tokens that were on their way', async () => {
    const one = await simulator();
    await read(one, '[[sim stall-after-tokens=20 output-tokens=500 lag-tokens=7]]', 20);
    expect(await onlyEnd(one)).toMatchObject({ outcome: 'aborted', outputTokens: 27, deliveredTokens: 20 });
  });

  test('is billed the whole answer of a model that goes on', async () => {
    const one = await simulator();
    await read(one, '[[sim stall-after-tokens=20 output-tokens=500 finish-aborted]]', 20);
    expect(await onlyEnd(one)).toMatchObject({ outcome: 'aborted', outputTokens: 500, deliveredTokens: 20 });
  });

  test('stops a model that never stops', async () => {
    const one = await simulator();
    const text = await read(one, '[[sim endless ignore-cap]]', 50);
    const truth = await onlyEnd(one);
    expect(truth?.outcome).toBe('aborted');
    expect(truth?.outputTokens).toBeGreaterThanOrEqual(countTokens(text));
    expect(truth?.outputTokens).toBeLessThan(1_000_000);
  });

  test('before the first byte is billed the prompt, and for an answer that is not streamed all of it', async () => {
    let leaving = new AbortController();
    const one = await simulator({
      // The client leaves while the model is thinking.
      clock: {
        now: () => 0,
        sleep: (_ms, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve());
            leaving.abort();
          }),
      },
    });
    const headers = { 'x-sim-first-byte-ms': '1000', 'x-sim-output-tokens': '40' };
    for (const stream of [true, false]) {
      leaving = new AbortController();
      const body = { model: 'gpt-4o', messages: says('hello'), stream };
      const answer = post(one, '/v1/chat/completions', body, headers, leaving.signal);
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    }
    const [streamed, whole] = await untilIdle(one);
    expect(streamed).toMatchObject({ outcome: 'aborted', outputTokens: 0, deliveredBytes: 0, billed: true });
    expect(whole).toMatchObject({ outcome: 'aborted', outputTokens: 40, billed: true });
  });
});

describe('an upstream that breaks off', () => {
  test('in the middle has sent all tokens until then, and bills them', async () => {
    const one = await simulator();
    let text = '';
    const stream = await clientOf(one).chat.completions.create({
      model: 'gpt-4o',
      messages: says('[[sim hang-up-after-tokens=12 output-tokens=50]]'),
      stream: true,
    });
    await expect(async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    }).rejects.toThrow();
    expect(countTokens(text)).toBe(12);
    expect(await onlyEnd(one)).toMatchObject({ outcome: 'hung_up', outputTokens: 12 });
  });

  test('before the first byte is a failed connection', async () => {
    const one = await simulator();
    await expect(read(one, '[[sim hang-up-after-tokens=0]]')).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    expect(await onlyEnd(one)).toMatchObject({ outcome: 'hung_up', outputTokens: 0 });
  });

  test('in an answer that is not streamed bills all of it', async () => {
    const one = await simulator();
    const body = { model: 'gpt-4o', messages: says('[[sim hang-up-after-tokens=1 output-tokens=30]]') };
    await expect(post(one, '/v1/chat/completions', body).then((answer) => answer.text())).rejects.toThrow();
    expect(await onlyEnd(one)).toMatchObject({ outcome: 'hung_up', outputTokens: 30, usageReported: false });
  });

  test('with an error event of its protocol makes the client throw', async () => {
    const one = await simulator();
    await expect(read(one, '[[sim fail-after-tokens=3 output-tokens=9]]')).rejects.toBeInstanceOf(OpenAI.APIError);
    expect(await onlyEnd(one)).toMatchObject({ outcome: 'failed', outputTokens: 3 });
  });
});

describe('errors', () => {
  test.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
    [529, OpenAI.InternalServerError],
  ])('%i is the client’s own error, and costs nothing', async (status, kind) => {
    const one = await simulator();
    await expect(read(one, `[[sim error-status=${status}]]`)).rejects.toBeInstanceOf(kind);
    expect(onlyTruth(one)).toMatchObject({ status, outcome: 'refused', billed: false, costNanoUsd: 0n });
  });

  test('the next requests can be told apart: two refusals, then an answer, with the client’s own retries', async () => {
    const one = await simulator();
    one.behave({ next: [{ errorStatus: 429, retryAfterSeconds: 0 }, { errorStatus: 500 }, { say: 'at last' }] });
    const client = new OpenAI({ apiKey: 'k', baseURL: `${one.url}/v1`, maxRetries: 2 });
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages: says('hello') });
    expect(answer.choices[0]?.message.content).toBe('at last');
    expect(one.truth().map(({ status }) => status)).toEqual([429, 500, 200]);
  });

  test('a 429 says when to come back', async () => {
    const one = await simulator();
    const body = { contents: [{ parts: [{ text: '[[sim error-status=429 retry-after-seconds=30]]' }] }] };
    const answer = await post(one, '/v1beta/models/gemini-2.5-flash:generateContent', body);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(await answer.json()).toMatchObject({
      error: { status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '30s' }] },
    });
  });

  test('only the key that was set is taken', async () => {
    const one = await simulator({ apiKey: 'right' });
    const body = { model: 'gpt-4o', messages: says('hello') };
    const answers = await Promise.all(
      ['right', 'wrong'].map((key) => post(one, '/v1/chat/completions', body, { authorization: `Bearer ${key}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
  });

  test('more than a model takes or gives is refused, as is a path that is not there', async () => {
    const one = await simulator();
    const ask = async (fields: object, path = '/v1/chat/completions'): Promise<number> =>
      (await post(one, path, { model: 'gpt-4o', messages: says('[[sim prompt-tokens=128000]]'), ...fields })).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ messages: says('[[sim prompt-tokens=128001]]') })).toBe(400);
    expect(await ask({ max_tokens: 16_385 })).toBe(400);
    expect(await ask({}, '/v1/images/generations')).toBe(404);
  });
});
