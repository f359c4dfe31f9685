import { describe, expect, it } from 'vitest';
import { ask, refusedField, response } from './support/asking.ts';

const KIND = 'openai-responses';

describe('a response', () => {
  it.each<[object, string]>([
    [{ model: undefined }, 'model'],
    [{ background: true }, 'background'],
    [{ background: 'no' }, 'background'],
    [{ input: 5 }, 'input'],
    [{ input: ['hi'] }, 'input[0]'],
    [{ input: [{ role: 'user', content: 5 }] }, 'input[0].content'],
    [{ max_output_tokens: 0 }, 'max_output_tokens'],
    [{ max_tool_calls: 'x' }, 'max_tool_calls'],
    [{ stream: 'x' }, 'stream'],
    [{ tools: [5] }, 'tools[0]'],
    [{ tools: [{ type: 5 }] }, 'tools[0].type'],
  ])('with %j is refused, naming %s', (fields, field) => {
    expect(refusedField(KIND, { ...response, ...fields })).toBe(field);
  });

  it('has its cap in one field, of at least 16', () => {
    const asked = ask(KIND, { ...response, background: false, max_output_tokens: 90 });
    expect(asked).toMatchObject({ outputCap: 90, leastOutput: 16, choices: 1, usageAsked: true });
    expect(asked.body(20)).toEqual({ ...response, background: false, max_output_tokens: 20 });
  });

  it.each<[string, object]>([
    ['an earlier response', { previous_response_id: 'resp_1' }],
    ['a conversation', { conversation: 'conv_1' }],
    ['a stored prompt', { prompt: { id: 'pmpt_1' } }],
    ['managed context', { context_management: [{ type: 'compaction' }] }],
    ['a file', { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] }],
    ['a reference', { input: [{ type: 'item_reference', id: 'msg_1' }] }],
    ['reasoning that OpenAI keeps', { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }],
    ['a search of before', { input: [{ type: 'web_search_call', id: 'ws_1' }] }],
    ['a hosted tool', { tools: [{ type: 'file_search', vector_store_ids: ['v'] }] }],
    ['an MCP server', { tools: [{ type: 'mcp', server_url: 'https://example.com' }] }],
    ['an unknown tool', { tools: [{ type: 'crystal_ball' }] }],
  ])('%s is unseen', (_, fields) => {
    expect(ask(KIND, { ...response, ...fields }).input.unseen).toBe(true);
  });

  it('what stands in the request is seen', () => {
    const input = [
      { role: 'user', content: [{ type: 'input_text', text: 'a' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'b' }] },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'AAAA' },
      { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c', output: 'd' },
    ];
    const tools = [{ type: 'function', name: 'f' }, { type: 'custom', name: 'g' }, { type: 'local_shell' }];
    expect(ask(KIND, { ...response, input, tools }).input.unseen).toBe(false);
  });

  it('pictures count wherever they are', () => {
    const image = { type: 'input_image', image_url: `data:image/png;base64,${'A'.repeat(50_000)}` };
    const input = [
      { role: 'user', content: [image, { type: 'input_image', file_id: 'f', detail: 'low' }] },
      { type: 'function_call_output', call_id: 'c', output: [image] },
      { type: 'computer_call_output', call_id: 'c', output: { type: 'computer_screenshot', image_url: 'data:AAAA' } },
      { type: 'image_generation_call', id: 'i', result: 'A'.repeat(50_000) },
    ];
    const counted = ask(KIND, { ...response, input }).input;
    expect(counted).toMatchObject({ imageTokens: 4 * 1445 + 85, unseen: false });
    expect(counted.textBytes).toBeLessThan(2000);
  });
});

describe('hosted tools of a response', () => {
  it('are bounded by the calls that are allowed, which are written in where none are', () => {
    const tools = [{ type: 'web_search' }, { type: 'image_generation' }, { type: 'function', name: 'f' }];
    const asked = ask(KIND, { ...response, tools });
    expect(asked.tools).toEqual([
      { name: 'web_search', quantity: '10' },
      { name: 'image_generation', quantity: '10' },
    ]);
    expect(asked.body(null)).toEqual({ ...response, tools, max_tool_calls: 10 });
    const limited = ask(KIND, { ...response, tools, max_tool_calls: 2 });
    expect(limited.tools[0]).toEqual({ name: 'web_search', quantity: '2' });
    expect(limited.body(null)).toEqual({ ...response, tools, max_tool_calls: 2 });
  });

  it('containers are counted by their memory', () => {
    const tools = [
      { type: 'code_interpreter', container: { type: 'auto' } },
      { type: 'code_interpreter', container: { type: 'auto', memory_limit: '4g' } },
      { type: 'shell', environment: { type: 'container_auto' } },
      { type: 'shell', environment: { type: 'local' } },
    ];
    expect(ask(KIND, { ...response, tools }).tools).toEqual([
      { name: 'container', quantity: '2' },
      { name: 'container_4g', quantity: '1' },
    ]);
  });

  it('xAI has them under names of its own, and no field for their number', () => {
    const tools = [{ type: 'x_search' }, { type: 'code_interpreter' }];
    const asked = ask(KIND, { ...response, tools }, 'x-ai');
    expect(asked.tools.map(({ name }) => name)).toEqual(['x_search', 'code_execution']);
    expect(asked.body(null)).toEqual({ ...response, tools });
  });

  it('a request without any is forwarded as it came', () => {
    const body = { ...response, tools: [{ type: 'function', name: 'f' }] };
    expect(ask(KIND, body).body(null)).toEqual(body);
  });
});
