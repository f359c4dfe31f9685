import { describe, expect, it } from 'vitest';
import { ask, chat, chatOf, refusedField } from './support/asking.ts';
import { png, wav } from './support/pictures.ts';

const KIND = 'openai-chat';

describe('the cap of a chat', () => {
  it.each([
    ['openai', {}, { max_completion_tokens: 7 }],
    ['groq', {}, { max_tokens: 7 }],
    ['openai', { max_tokens: 50 }, { max_tokens: 7 }],
    ['groq', { max_completion_tokens: 50 }, { max_completion_tokens: 7 }],
    ['openai', { max_tokens: 50, max_completion_tokens: 60 }, { max_tokens: 7, max_completion_tokens: 7 }],
    ['openai', { max_tokens: null }, { max_completion_tokens: 7, max_tokens: null }],
    ['openai', { prediction: { content: 'x' } }, { max_tokens: 7, prediction: { content: 'x' } }],
  ])('of %s stands where it is read: %j', (provider, fields, expected) => {
    expect(ask(KIND, { ...chat, ...fields }, provider).body(7)).toEqual({ ...chat, ...expected });
  });

  it('is the smaller of two', () => {
    expect(ask(KIND, { ...chat, max_tokens: 60, max_completion_tokens: 50 }).outputCap).toBe(50);
    expect(ask(KIND, chat).outputCap).toBeNull();
    expect(ask(KIND, { ...chat, max_tokens: 60 }).body(null)).toEqual({ ...chat, max_tokens: 60 });
  });
});

describe('a chat', () => {
  it.each<[object, string]>([
    [{ model: undefined }, 'model'],
    [{ model: '' }, 'model'],
    [{ model: 4 }, 'model'],
    [{ model: 'm'.repeat(257) }, 'model'],
    [{ messages: undefined }, 'messages'],
    [{ messages: 'hi' }, 'messages'],
    [{ messages: ['hi'] }, 'messages[0]'],
    [{ messages: [null] }, 'messages[0]'],
    [{ messages: [{ content: 5 }] }, 'messages[0].content'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: -1 }, 'max_tokens'],
    [{ max_tokens: 1.5 }, 'max_tokens'],
    [{ max_tokens: '100' }, 'max_tokens'],
    [{ max_completion_tokens: 1e300 }, 'max_completion_tokens'],
    [{ n: 0 }, 'n'],
    [{ n: 129 }, 'n'],
    [{ n: true }, 'n'],
    [{ best_of: 129 }, 'best_of'],
    [{ stream: 'true' }, 'stream'],
    [{ stream_options: [] }, 'stream_options'],
    [{ stream_options: { include_usage: 1 } }, 'stream_options.include_usage'],
    [{ service_tier: 1 }, 'service_tier'],
    [{ tools: {} }, 'tools'],
    [{ models: [''] }, 'models[0]'],
  ])('with %j is refused, naming %s', (fields, field) => {
    expect(refusedField(KIND, { ...chat, ...fields })).toBe(field);
  });

  it.each([null, [], 'chat', 4, undefined])('that is %j is refused', (body) => {
    expect(refusedField(KIND, body)).toBe('body');
  });

  it('asks for the usage of a stream, and says whether the client did', () => {
    const unasked = ask(KIND, { ...chat, stream: true, stream_options: { include_obfuscation: false } });
    expect(unasked.usageAsked).toBe(false);
    expect(unasked.body(null).stream_options).toEqual({ include_obfuscation: false, include_usage: true });
    const asked = ask(KIND, { ...chat, stream: true, stream_options: { include_usage: true } });
    expect(asked.usageAsked).toBe(true);
    expect(ask(KIND, chat).body(null)).toEqual(chat);
  });

  it('counts its choices, those too that are made and dropped', () => {
    expect(ask(KIND, chat).choices).toBe(1);
    expect(ask(KIND, { ...chat, n: 3 }).choices).toBe(3);
    expect(ask(KIND, { ...chat, n: 3, best_of: 5 }).choices).toBe(5);
  });

  it.each([
    ['gpt-4o', false],
    ['openai/gpt-4.1-mini', false],
    ['ft:gpt-4o-mini-2024-07-18:org::id', false],
    ['o3', true],
    ['gpt-5-mini', true],
    ['grok-4', true],
    ['nobody-knows', true],
  ])('of %s may hide output: %s', (model, hides) => {
    expect(ask(KIND, { ...chat, model }).hidesOutput).toBe(hides);
  });

  it('names the tier that is asked for, the other models, sound and pictures to come', () => {
    expect(ask(KIND, { ...chat, service_tier: 'priority' }).serviceTier).toBe('priority');
    expect(ask(KIND, { ...chat, service_tier: 'auto' }).serviceTier).toBeNull();
    expect(ask(KIND, { ...chat, models: ['a/b', 'c/d'] }).otherModels).toEqual(['a/b', 'c/d']);
    expect(ask(KIND, { ...chat, modalities: ['text', 'audio'] })).toMatchObject({
      audioOutput: true,
      imageOutput: false,
    });
    expect(ask(KIND, { ...chat, prompt_cache_options: { mode: 'explicit' } }).cacheWrite).toBe('5m');
    expect(ask(KIND, { ...chat, model: 'gpt-5.6-sol' }).cacheWrite).toBe('5m');
    expect(ask(KIND, chat).cacheWrite).toBe('none');
  });
});

describe('pictures of a chat', () => {
  const url = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
  const low = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } };

  // developers.openai.com/api/docs/guides/images-vision: base + 8 tiles, or 1,536 patches by the multiplier.
  it.each([
    ['gpt-4o', 1445, 85],
    ['gpt-4o-mini', 48_169, 2833],
    ['gpt-4.1', 1445, 85],
    ['gpt-4.1-mini', 2489, 2489],
    ['gpt-4.1-nano', 3779, 3779],
    ['gpt-5', 1190, 70],
    ['gpt-5-mini', 2489, 2489],
    ['o4-mini', 2642, 2642],
    ['o3', 1275, 75],
    ['computer-use-preview', 1097, 65],
    ['gpt-5.4', 24_600, 6150],
    ['unheard-of', 48_169, 48_169],
  ])('cost %s at most %i tokens, and %i at low detail', (model, high, lowTokens) => {
    expect(ask(KIND, { ...chatOf(url), model }).input.imageTokens).toBe(high);
    expect(ask(KIND, { ...chatOf(low, low), model }).input.imageTokens).toBe(2 * lowTokens);
  });

  it('count by what they show, not by their bytes', () => {
    const inline = {
      type: 'image_url',
      image_url: { url: `data:image/png;base64,${png(9, 9)}${'A'.repeat(100_000)}` },
    };
    const { input } = ask(KIND, chatOf(inline));
    expect(input).toMatchObject({ imageTokens: 1445, unseen: false });
    expect(input.textBytes).toBeLessThan(500);
  });
});

describe('what a chat does not show', () => {
  it('sound is 10 tokens a second, as long as its head says how long it is', () => {
    const sound = { type: 'input_audio', input_audio: { data: wav(3), format: 'wav' } };
    const { input } = ask(KIND, chatOf(sound));
    expect(input.audioTokens).toBeGreaterThanOrEqual(30);
    expect(input.audioTokens).toBeLessThanOrEqual(40);
    expect(input.unseen).toBe(false);
    const other = { type: 'input_audio', input_audio: { data: 'T2dnUw==', format: 'ogg' } };
    expect(ask(KIND, chatOf(other)).input).toMatchObject({ unseen: true, audioTokens: 2 ** 40 });
  });

  it.each<[string, object]>([
    ['a file', chatOf({ type: 'file', file: { file_id: 'file-1' } })],
    ['a PDF', chatOf({ type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } })],
    ['an unknown part', chatOf({ type: 'hologram', data: 'x' })],
    ['an earlier answer in sound', { ...chat, messages: [{ role: 'assistant', audio: { id: 'audio_1' } }] }],
    ['a search', { ...chat, web_search_options: {} }],
    ['a plugin', { ...chat, plugins: [{ id: 'web' }] }],
  ])('%s is unseen', (_, body) => {
    expect(ask(KIND, body).input.unseen).toBe(true);
  });

  it('texts, refusals, tools and their calls are seen', () => {
    const parts = [
      { type: 'text', text: 'a' },
      { type: 'refusal', refusal: 'b' },
    ];
    const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }];
    expect(ask(KIND, { ...chatOf(...parts), tools }).input.unseen).toBe(false);
  });
});

describe('hosted search of a chat', () => {
  it.each<[object, string, { name: string; quantity: string }[]]>([
    [{ model: 'gpt-4o-search-preview' }, 'openai', [{ name: 'web_search', quantity: '1' }]],
    [{ web_search_options: {} }, 'openai', [{ name: 'web_search', quantity: '1' }]],
    [{ model: 'openai/gpt-4o:online' }, 'openrouter', [{ name: 'web_search', quantity: '10' }]],
    [
      { tools: [{ type: 'builtin_function', function: { name: '$web_search' } }] },
      'moonshotai',
      [{ name: 'web_search', quantity: '10' }],
    ],
    [
      { search_parameters: { mode: 'on', max_search_results: 3 } },
      'x-ai',
      [{ name: 'live_search_source', quantity: '3' }],
    ],
    [{ search_parameters: { mode: 'off' } }, 'x-ai', []],
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'openai', []],
  ])('%j of %s is counted', (fields, provider, tools) => {
    expect(ask(KIND, { ...chat, ...fields }, provider).tools).toEqual(tools);
  });

  it('sources of a live search are limited to what was reserved', () => {
    const asked = ask(KIND, { ...chat, search_parameters: { mode: 'auto' } }, 'x-ai');
    expect(asked.tools).toEqual([{ name: 'live_search_source', quantity: '20' }]);
    expect(asked.body(null).search_parameters).toEqual({ mode: 'auto', max_search_results: 20 });
  });
});
