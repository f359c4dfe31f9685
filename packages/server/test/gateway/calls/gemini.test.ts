import { describe, expect, it } from 'vitest';
import { ask, gemini, geminiOf, refusedField } from './support/asking.ts';
import { jpeg, png, wav } from './support/pictures.ts';

const KIND = 'gemini';

describe('the cap of a generation', () => {
  it.each<[object, object]>([
    [{}, { generationConfig: { maxOutputTokens: 7 } }],
    [{ generationConfig: { topK: 3 } }, { generationConfig: { topK: 3, maxOutputTokens: 7 } }],
    [{ generationConfig: { maxOutputTokens: 90 } }, { generationConfig: { maxOutputTokens: 7 } }],
    [{ generation_config: { max_output_tokens: 90 } }, { generation_config: { max_output_tokens: 7 } }],
    [{ generationConfig: { max_output_tokens: 90 } }, { generationConfig: { max_output_tokens: 7 } }],
  ])('%j is written where it is read', (fields, expected) => {
    const asked = ask(KIND, { ...gemini, ...fields });
    expect(asked.body(7)).toEqual({ ...gemini, ...expected });
    expect(asked.body(null)).toEqual({ ...gemini, ...fields });
  });

  it('is read in either spelling, with the candidates', () => {
    expect(ask(KIND, { ...gemini, generation_config: { max_output_tokens: 90, candidate_count: 3 } })).toMatchObject({
      outputCap: 90,
      choices: 3,
    });
    expect(ask(KIND, gemini)).toMatchObject({ outputCap: null, choices: 1, stream: false, model: 'gemini-2.5-flash' });
  });
});

describe('a generation', () => {
  it.each<[object, string]>([
    [{ contents: undefined }, 'contents'],
    [{ contents: 'hi' }, 'contents'],
    [{ contents: [5] }, 'contents[0]'],
    [{ generationConfig: [] }, 'generationConfig'],
    [{ generationConfig: {}, generation_config: {} }, 'generationConfig'],
    [{ generationConfig: { maxOutputTokens: 5, max_output_tokens: 500 } }, 'generationConfig.maxOutputTokens'],
    [{ generationConfig: { maxOutputTokens: 0 } }, 'generationConfig.maxOutputTokens'],
    [{ generationConfig: { maxOutputTokens: '5' } }, 'generationConfig.maxOutputTokens'],
    [{ generationConfig: { candidateCount: 9 } }, 'generationConfig.candidateCount'],
    [{ tools: { googleSearch: {} } }, 'tools'],
    [{ systemInstruction: 'be nice' }, 'systemInstruction'],
    [{ serviceTier: 5 }, 'serviceTier'],
  ])('with %j is refused, naming %s', (fields, field) => {
    expect(refusedField(KIND, { ...gemini, ...fields })).toBe(field);
  });

  it.each<[string, object, boolean]>([
    ['gemini-1.5-pro', {}, false],
    ['gemini-2.0-flash', {}, false],
    ['gemini-2.5-flash', {}, true],
    ['gemini-2.5-flash', { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } }, false],
    ['gemini-2.5-flash', { generation_config: { thinking_config: { thinking_budget: 0 } } }, false],
    ['gemini-3-pro-preview', { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } }, true],
  ])('of %s with %j may hide output: %s', (model, fields, hides) => {
    expect(ask(KIND, { ...gemini, ...fields }, 'google', model).hidesOutput).toBe(hides);
  });

  it('names the tier, sound and pictures to come', () => {
    expect(ask(KIND, { ...gemini, serviceTier: 'SERVICE_TIER_FLEX' }).serviceTier).toBe('flex');
    expect(ask(KIND, { ...gemini, service_tier: 'unspecified' }).serviceTier).toBeNull();
    const spoken = { ...gemini, generationConfig: { responseModalities: ['AUDIO'] } };
    expect(ask(KIND, spoken)).toMatchObject({ audioOutput: true, imageOutput: false });
    expect(ask(KIND, gemini, 'google', 'gemini-2.5-flash-image').imageOutput).toBe(true);
    expect(ask(KIND, gemini, 'google', 'gemini-2.5-flash-preview-tts').audioOutput).toBe(true);
  });
});

describe('the input of a generation', () => {
  const image = (data: string): object => geminiOf({ inlineData: { mimeType: 'image/png', data } });

  // ai.google.dev/gemini-api/docs/image-understanding: 258 up to 384 pixels; 960 x 540 has a crop unit of 360: 6 tiles.
  it.each([
    [384, 384, 258],
    [960, 540, 6 * 258],
    [3072, 3072, 16 * 258],
    [385, 10, 2 * 258],
  ])('a picture of %i x %i costs %i tokens in tiles', (width, height, tokens) => {
    expect(ask(KIND, image(png(width, height))).input.imageTokens).toBe(tokens);
    expect(ask(KIND, image(jpeg(width, height))).input.imageTokens).toBe(tokens);
  });

  // ai.google.dev/gemini-api/docs/media-resolution: 1,120 tokens, 2,240 at the highest.
  it('a picture costs Gemini 3 a fixed number of tokens', () => {
    const part = { inline_data: { mime_type: 'image/webp', data: 'AAAA' } };
    const finest = { ...part, mediaResolution: { level: 'MEDIA_RESOLUTION_ULTRA_HIGH' } };
    const model = 'gemini-3-pro-preview';
    expect(ask(KIND, geminiOf(part), 'google', model).input).toMatchObject({ imageTokens: 1120, unseen: false });
    expect(ask(KIND, geminiOf(finest), 'google', model).input.imageTokens).toBe(2240);
  });

  it('sound is 32 tokens a second', () => {
    const { input } = ask(KIND, geminiOf({ inlineData: { mimeType: 'audio/wav', data: wav(10) } }));
    expect(input.audioTokens).toBeGreaterThanOrEqual(320);
    expect(input.audioTokens).toBeLessThanOrEqual(360);
    expect(input.unseen).toBe(false);
  });

  it.each<[string, object]>([
    ['a picture of unknown size', image('AAAA')],
    ['a film', geminiOf({ inlineData: { mimeType: 'video/mp4', data: 'AAAA' } })],
    ['a PDF', geminiOf({ inline_data: { mime_type: 'application/pdf', data: 'AAAA' } })],
    ['a file', geminiOf({ fileData: { fileUri: 'gs://a/b' } })],
    ['a file in snake case', geminiOf({ file_data: { file_uri: 'gs://a/b' } })],
    ['a file in an answer', geminiOf({ functionResponse: { name: 'f', parts: [{ fileData: {} }] } })],
    ['a file in the instruction', { ...gemini, system_instruction: { parts: [{ fileData: {} }] } }],
    ['an unknown part', geminiOf({ hologram: {} })],
    ['a cached prompt', { ...gemini, cachedContent: 'cachedContents/1' }],
    ['a cached prompt in snake case', { ...gemini, cached_content: 'cachedContents/1' }],
    ['code execution', { ...gemini, tools: [{ codeExecution: {} }] }],
    ['a search in snake case', { ...gemini, tools: [{ google_search: {} }] }],
  ])('%s is unseen', (_, body) => {
    expect(ask(KIND, body).input.unseen).toBe(true);
  });

  it('texts, functions, their calls and answers are seen', () => {
    const parts = [
      { text: '' },
      { functionCall: { name: 'f', args: {} } },
      { function_response: { name: 'f', response: {} } },
    ];
    const tools = [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT' } }] }];
    expect(ask(KIND, { ...geminiOf(...parts), tools }).input.unseen).toBe(false);
  });
});

describe('hosted tools of a generation', () => {
  it.each<[string, object, object[]]>([
    ['gemini-2.5-flash', { googleSearch: {} }, [{ name: 'web_search', quantity: '1' }]],
    ['gemini-1.5-pro', { google_search_retrieval: {} }, [{ name: 'web_search', quantity: '1' }]],
    ['gemini-3-pro-preview', { googleSearch: {} }, [{ name: 'web_search', quantity: '10' }]],
    ['gemini-2.5-pro', { googleMaps: {} }, [{ name: 'google_maps', quantity: '1' }]],
    ['gemini-2.5-pro', { functionDeclarations: [] }, []],
  ])('of %s: %j', (model, tool, expected) => {
    expect(ask(KIND, { ...gemini, tools: [tool] }, 'google', model).tools).toEqual(expected);
  });
});

describe('embeddings of Gemini', () => {
  const content = { parts: [{ text: 'hi' }] };

  it('have no output, and a window for each request', () => {
    expect(ask(KIND, { content })).toMatchObject({ hasOutput: false, outputCap: null, input: { prompts: 1 } });
    const batch = { requests: [{ content }, { content }] };
    expect(ask(KIND, batch)).toMatchObject({ hasOutput: false, input: { prompts: 2 } });
    expect(ask(KIND, batch).body(5)).toEqual(batch);
  });
});
