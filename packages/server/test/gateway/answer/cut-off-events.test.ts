import Anthropic from '@anthropic-ai/sdk';
import { createOpenAI } from '@ai-sdk/openai';
import { GoogleGenAI } from '@google/genai';
import { streamText } from 'ai';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/errors/problem.ts';
import { cutOffEvents, type StreamSoFar } from '../../../src/gateway/answer/index.ts';
import type { AnswerKind } from '../../../src/gateway/providers/index.ts';
import { errorOf, startProvider } from './support/provider.ts';

const problem = problemOf('budget_exceeded', 'agent support-bot has nothing left', { required_usd: '0.1' });
const messages = [{ role: 'user' as const, content: 'hello' }];

function soFar(sent: string, framing: StreamSoFar['framing'] = 'sse'): StreamSoFar {
  return { tail: Buffer.from(sent), framing, responseId: 'resp_1', model: 'm', createdMs: 1_700_000_000_000 };
}

async function cutOff(kind: AnswerKind, sent: string) {
  const body = sent + cutOffEvents(kind, problem, soFar(sent));
  return startProvider({ contentType: 'text/event-stream', body });
}

/** The events of a stream until it throws, and what it throws. */
async function drain<T>(stream: AsyncIterable<T>): Promise<{ events: T[]; error: unknown }> {
  const events: T[] = [];
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    return { events, error };
  }
  return { events, error: null };
}

const chunk = 'data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n';
const created =
  'event: response.created\ndata: {"type":"response.created","sequence_number":0,"response":' +
  '{"id":"resp_1","object":"response","created_at":1,"status":"in_progress","model":"m","output":[]}}\n\n';
const start =
  'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",' +
  '"model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}}\n\n';
const candidate = 'data: {"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]}}]}\n\n';

describe('the client of OpenAI', () => {
  it.each(['', chunk, chunk.replaceAll('\n', '\r\n'), `${chunk}: ping\n`])(
    'throws in a chat cut off after %j',
    async (sent) => {
      const client = new OpenAI({ apiKey: 'k', baseURL: (await cutOff('openai-chat', sent)).url });
      const { events, error } = await drain(
        await client.chat.completions.create({ model: 'm', messages, stream: true }),
      );
      expect(events).toHaveLength(sent === '' ? 0 : 1);
      expect(error).toBeInstanceOf(OpenAI.APIError);
      expect(error).toMatchObject({
        code: 'budget_exceeded',
        message: 'Budget exceeded: agent support-bot has nothing left',
      });
    },
  );

  it('throws where the last event was broken off too', async () => {
    const provider = await cutOff('openai-chat', `${chunk}data: {"id":"c1","cho`);
    const client = new OpenAI({ apiKey: 'k', baseURL: provider.url, logLevel: 'off' });
    const { events, error } = await drain(await client.chat.completions.create({ model: 'm', messages, stream: true }));
    expect(events).toHaveLength(1);
    expect(error).toBeInstanceOf(Error);
  });

  it.each(['', created])('is told that a response failed, and throws, after %j', async (sent) => {
    const client = new OpenAI({ apiKey: 'k', baseURL: (await cutOff('openai-responses', sent)).url });
    const { events, error } = await drain(await client.responses.create({ model: 'm', input: 'hi', stream: true }));
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { id: 'resp_1', status: 'failed', created_at: 1_700_000_000, error: { code: 'budget_exceeded' } },
    });
    expect(error).toMatchObject({ code: 'budget_exceeded' });
  });

  it('gives no final response', async () => {
    const client = new OpenAI({ apiKey: 'k', baseURL: (await cutOff('openai-responses', created)).url });
    const error = await errorOf(client.responses.stream({ model: 'm', input: 'hi' }).finalResponse());
    expect(error).toMatchObject({ code: 'budget_exceeded' });
  });
});

describe('the client of Anthropic', () => {
  it.each(['', start])('throws in a message cut off after %j', async (sent) => {
    const client = new Anthropic({ apiKey: 'k', baseURL: (await cutOff('anthropic', sent)).url });
    const body = { model: 'm', max_tokens: 5, messages, stream: true } as const;
    const { events, error } = await drain(await client.messages.create(body));
    expect(events).toHaveLength(sent === '' ? 0 : 1);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({ type: 'billing_error', errorCode: 'budget_exceeded' });
  });
});

describe('the client of Gemini', () => {
  it.each(['', candidate])('throws in a stream cut off after %j', async (sent) => {
    const provider = await cutOff('gemini', sent);
    const client = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: provider.url } });
    const { events, error } = await drain(await client.models.generateContentStream({ model: 'm', contents: 'hi' }));
    expect(events).toHaveLength(sent === '' ? 0 : 1);
    expect(error).toMatchObject({ name: 'ApiError', status: 402 });
    expect(String(error)).toContain('agent support-bot has nothing left');
  });
});

/** As far as its text: of a stream that ends before, the Vercel AI SDK asks once more, and then gets the refusal. */
const begun =
  `${created}event: response.output_item.added\ndata: {"type":"response.output_item.added","output_index":0,"item":` +
  '{"type":"message","id":"msg_1","role":"assistant","status":"in_progress","content":[]}}\n\n' +
  'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,' +
  '"content_index":0,"delta":"hi"}\n\n';

describe('the Vercel AI SDK', () => {
  it.each(['chat', 'responses'] as const)('has an error part in a stream of %s', async (api) => {
    const provider = await cutOff(`openai-${api}`, api === 'chat' ? chunk : begun);
    const openai = createOpenAI({ apiKey: 'k', baseURL: provider.url });
    const { fullStream } = streamText({ model: openai[api]('m'), prompt: 'hi', onError: () => undefined });
    const { events } = await drain(fullStream);
    expect(JSON.stringify(events.filter(({ type }) => type === 'error'))).toContain('has nothing left');
    expect(provider.calls()).toBe(1);
  });
});

describe("Gemini's array", () => {
  const element = '{"candidates":[{"content":{"parts":[{"text":"hi"}]}}]}';

  it.each([
    ['', 0],
    ['[', 0],
    [`[${element}`, 1],
    [`[${element}\n`, 1],
    [`[${element}\n,\r\n`, 1],
    [`[${element},\n${element}`, 2],
  ])('%j is still one', (sent, count) => {
    const whole = JSON.parse(sent + cutOffEvents('gemini', problem, soFar(sent, 'json-array'))) as unknown[];
    expect(whole).toHaveLength(count + 1);
    expect(whole.at(-1)).toMatchObject({ error: { code: 402, status: 'FAILED_PRECONDITION' }, required_usd: '0.1' });
  });
});

it.each(['openai-embeddings', 'bedrock'] as const)('%s has no events', (kind) => {
  expect(cutOffEvents(kind, problem, soFar(''))).toBe('');
});
