import { describe, expect, it } from 'vitest';
import { readAnswer, readEvents } from '../../../src/gateway/providers/index.ts';
import { chat, gemini, message, response } from './support/answers.ts';

function toolsOf(items: readonly object[], provider = 'openai'): Record<string, string> {
  const metered = readAnswer('openai-responses', response({}, { output: items }), { provider });
  return Object.fromEntries(metered.tools.map(({ name, quantity }) => [name, quantity]));
}

describe('hosted tools of a response', () => {
  it('searches are charged, looking at what they found is not', () => {
    const items = [
      { type: 'web_search_call', action: { type: 'search', queries: ['a', 'b'] } },
      { type: 'web_search_call', action: { type: 'open_page' } },
      { type: 'web_search_call', action: { type: 'find_in_page' } },
      { type: 'web_search_call' },
    ];
    expect(toolsOf(items)).toEqual({ web_search: '2' });
  });

  it('files and images by the call, containers once each', () => {
    const items = [
      { type: 'file_search_call' },
      { type: 'file_search_call' },
      { type: 'image_generation_call', result: 'aGk=' },
      { type: 'code_interpreter_call', container_id: 'a' },
      { type: 'code_interpreter_call', container_id: 'a' },
      { type: 'shell_call', environment: { type: 'container_reference', container_id: 'b' } },
      { type: 'shell_call', environment: { type: 'local' } },
      { type: 'function_call' },
      { type: 'mcp_call' },
    ];
    expect(toolsOf(items)).toEqual({ file_search: '2', image_generation: '1', container: '2' });
  });

  it('xAI names and charges the same items differently', () => {
    const items = [{ type: 'code_interpreter_call' }, { type: 'file_search_call' }, { type: 'x_search_call' }];
    expect(toolsOf(items, 'x-ai')).toEqual({ code_execution: '1', collections_search: '1', x_search: '1' });
  });

  it('those of a stream count although it is cut off, or ends with an empty list of items', () => {
    const done = { type: 'response.output_item.done', output_index: 0, item: { type: 'file_search_call' } };
    const added = { type: 'response.output_item.added', output_index: 0, item: { type: 'file_search_call' } };
    const end = { type: 'response.completed', response: { output: [] } };
    for (const events of [[added], [added, done], [added, done, end]]) {
      expect(readEvents('openai-responses', events).tools).toEqual([{ name: 'file_search', quantity: '1' }]);
    }
  });
});

describe('hosted tools of other answers', () => {
  it('Anthropic counts searches and fetches; before it does, the calls are counted', () => {
    const content = [{ type: 'server_tool_use', name: 'web_search' }];
    const counted = message({ server_tool_use: { web_search_requests: 3, web_fetch_requests: 0 } }, { content });
    expect(readAnswer('anthropic', counted).tools).toEqual([{ name: 'web_search', quantity: '3' }]);
    expect(readAnswer('anthropic', message({}, { content })).tools).toEqual([{ name: 'web_search', quantity: '1' }]);
  });

  it.each([
    ['gemini-2.5-pro', '1'],
    ['gemini-3-pro-preview', '2'],
  ])('grounding of %s is charged by the prompt, later by the query', (modelVersion, quantity) => {
    const candidates = [{ groundingMetadata: { webSearchQueries: ['a', 'b', ''] } }];
    const answer = gemini({}, { modelVersion, candidates });
    expect(readAnswer('gemini', answer).tools).toEqual([{ name: 'web_search', quantity }]);
  });

  it('search models of OpenAI search once for each request', () => {
    const answer = chat({ prompt_tokens: 1 }, { model: 'gpt-4o-search-preview-2025-03-11' });
    expect(readAnswer('openai-chat', answer).tools).toEqual([{ name: 'web_search', quantity: '1' }]);
  });

  it('Moonshot charges each call of its own search', () => {
    const calls = [{ function: { name: '$web_search' } }, { function: { name: 'mine' } }];
    const answer = chat({}, { choices: [{ message: { tool_calls: calls } }] });
    expect(readAnswer('openai-chat', answer).tools).toEqual([{ name: 'web_search', quantity: '1' }]);
  });
});
