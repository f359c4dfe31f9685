import { expect, test } from 'vitest';
import { askedOf } from '../src/ai/bound.ts';
import { readMessages } from '../src/metering/bounds/anthropic.ts';
import { measureText } from '../src/metering/bounds/measure-text.ts';
import { readChat, readEmbeddings, readResponses } from '../src/metering/bounds/openai.ts';
import { createEvents, dataOf } from '../src/transport/events.ts';
import { messageTokens } from '../src/metering/usage/anthropic.ts';
import { chatTokens, readResponseUsage } from '../src/metering/usage/openai.ts';

const user = (content: unknown) => ({ role: 'user', content });

test('a text is at most its bytes, in the longest of its forms; what a provider writes as JSON, its escapes', () => {
  expect(measureText('é', new Set())).toBe(6 + 2);
  // One letter that NFKC makes eighteen of.
  expect(measureText('\uFDFA', new Set())).toBe(6 + new TextEncoder().encode('\uFDFA'.normalize('NFKC')).length);
  expect(measureText('é', new Set(), true)).toBe(6 + '"\\u00e9"'.length);
});

test('the cap is the least that is given, times the choices; one is written in where there is none', () => {
  const body = { model: 'gpt-4o', messages: [user('hi')], max_tokens: 30, max_completion_tokens: 20, n: 3 };
  expect(readChat(body, {}).bound.max_output_tokens).toBe(60);
  const open = { model: 'gpt-4o', messages: [user('hi')] };
  expect(readChat(open, {}).body).toMatchObject({ max_completion_tokens: 16_384 });
  expect(readChat({ ...open, model: 'gpt-3.5-turbo' }, {}).body).toMatchObject({ max_completion_tokens: 4096 });
  expect(readChat(open, { maxOutputTokens: 100, capName: 'max_tokens' }).body).toMatchObject({ max_tokens: 100 });
  expect(readResponses({ model: 'gpt-4o', input: 'hi' }, {}).body).toMatchObject({ max_output_tokens: 16_384 });
});

test('dearer service and writing to a cache are in the bound', () => {
  const chat = { model: 'gpt-4o', messages: [user('hi')], max_tokens: 10 };
  const plain = readChat(chat, {}).bound;
  const dear = readChat({ ...chat, service_tier: 'priority' }, {}).bound;
  expect(dear.max_output_tokens).toBe(20);
  expect(dear.input_tokens).toBeGreaterThanOrEqual(2 * plain.input_tokens);
  const marked = (ttl: string) => user([{ type: 'text', text: 'hi', cache_control: { type: 'ephemeral', ttl } }]);
  const message = (ttl: string) => readMessages({ model: 'claude', max_tokens: 10, messages: [marked(ttl)] }, {}).bound;
  expect(message('1h').input_tokens / message('5m').input_tokens).toBeCloseTo(1.6, 1);
});

test('a picture counts for what it shows, not for its bytes', () => {
  const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(1_000_000)}` } };
  const { bound, unbounded } = readChat({ model: 'gpt-4o', messages: [user([image])], max_tokens: 1 }, {});
  expect(unbounded).toBeNull();
  expect(bound.input_tokens).toBeLessThan(49_000);
  expect(bound.input_tokens).toBeGreaterThan(48_169);
});

test.each([
  ['a file', readChat({ messages: [user([{ type: 'file' }])] }, {})],
  ['sound', readChat({ messages: [user([{ type: 'input_audio' }])] }, {})],
  ['sound as output', readChat({ messages: [], modalities: ['text', 'audio'] }, {})],
  ['an earlier response', readResponses({ input: 'hi', previous_response_id: 'r' }, {})],
  ['a hosted search', readResponses({ input: 'hi', tools: [{ type: 'web_search' }] }, {})],
  ['an unknown tier', readResponses({ input: 'hi', service_tier: 'gold' }, {})],
  ['a PDF', readMessages({ messages: [user([{ type: 'document', source: { type: 'base64' } }])] }, {})],
  ['a hosted fetch', readMessages({ messages: [], tools: [{ type: 'web_fetch_20250910' }] }, {})],
  ['a container', readMessages({ messages: [], container: 'c' }, {})],
  ['a file of ai', askedOf('m', { prompt: [user([{ type: 'file', mediaType: 'application/pdf', data: 'x' }])] }, {})],
  ['a hosted tool of ai', askedOf('m', { prompt: [], tools: [{ type: 'provider', name: 'search' }] }, {})],
  ['an embedding of a picture', readEmbeddings({ input: [{ image: 'x' }] })],
])('%s has no bound', (_name, { unbounded }) => {
  expect(unbounded).toBeTypeOf('string');
});

test('embeddings count numbers of tokens as they are, and texts by their bytes', () => {
  expect(readEmbeddings({ model: 'e', input: [[1, 2, 3], [4]] }).bound.input_tokens).toBeLessThan(20);
  expect(readEmbeddings({ model: 'e', input: ['four'] }).bound.input_tokens).toBeGreaterThanOrEqual(4);
});

test('events are put together whatever the pieces, through the middle of letters too', () => {
  const text = 'data: {"a":"é"}\n\ndata: {"b":\ndata: 2}\r\n\r\n: comment\n\ndata: [DONE]\n\n';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, 1000]) {
    const events = createEvents();
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...events.take(bytes.slice(at, at + size)));
    expect(found.join('') + events.rest()).toBe(text);
    expect(found.map(dataOf)).toEqual([{ a: 'é' }, { b: 2 }, null, null]);
  }
});

test('the wholes of a provider become wholes with their parts', () => {
  expect(
    messageTokens({
      input_tokens: 10,
      output_tokens: 5,
      cache_read_input_tokens: 3,
      cache_creation_input_tokens: 4,
      cache_creation: { ephemeral_1h_input_tokens: 1, ephemeral_5m_input_tokens: 3 },
      service_tier: 'standard',
      inference_geo: 'us',
    }),
  ).toEqual({
    input_tokens: 17,
    output_tokens: 5,
    cache_read_tokens: 3,
    cache_write_tokens: 4,
    cache_write_1h_tokens: 1,
    service_tier: 'us',
  });
  expect(
    chatTokens({
      prompt_tokens: 10,
      completion_tokens: 4,
      prompt_tokens_details: { cached_tokens: 8, audio_tokens: 5 },
    }),
  ).toEqual({
    input_tokens: 10,
    output_tokens: 4,
    cache_read_tokens: 8,
    audio_input_tokens: 2,
  });
  expect(chatTokens({ prompt_tokens: 10 })).toBeNull();
  const search = { type: 'web_search_call', action: { type: 'search' } };
  const visit = { type: 'web_search_call', action: { type: 'open_page' } };
  const response = { model: 'm', usage: { input_tokens: 1, output_tokens: 1 }, output: [search, visit, search] };
  expect(readResponseUsage({ type: 'response.completed', response })?.tools).toEqual([
    { name: 'web_search', quantity: 2 },
  ]);
});
