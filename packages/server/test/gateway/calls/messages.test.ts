import { describe, expect, it } from 'vitest';
import { ask, message, messageOf, refusedField } from './support/asking.ts';
import { png } from './support/pictures.ts';

const KIND = 'anthropic';

describe('the cap of a message', () => {
  it('is required, and may be 0', () => {
    expect(refusedField(KIND, { ...message, max_tokens: undefined })).toBe('max_tokens');
    expect(ask(KIND, { ...message, max_tokens: 0 })).toMatchObject({ outputCap: 0, leastOutput: 0 });
    expect(ask(KIND, message).body(7)).toEqual({ ...message, max_tokens: 7 });
    expect(ask(KIND, message).body(null)).toEqual(message);
  });

  // platform.claude.com/docs/en/build-with-claude/extended-thinking: the budget is at least 1,024 and less than max_tokens.
  it('stays above the budget of thinking, which is lowered with it, and left out below 1,024', () => {
    const thinking = { type: 'enabled', budget_tokens: 5000, display: 'omitted' };
    const asked = ask(KIND, { ...message, max_tokens: 8000, thinking });
    expect(asked.leastOutput).toBe(5001);
    expect(asked.body(8000).thinking).toEqual(thinking);
    expect(asked.body(6000).thinking).toEqual(thinking);
    expect(asked.body(5000)).toMatchObject({ max_tokens: 5000, thinking: { ...thinking, budget_tokens: 4999 } });
    expect(asked.body(1025).thinking).toEqual({ ...thinking, budget_tokens: 1024 });
    expect(asked.body(1024).thinking).toEqual({ type: 'disabled' });
  });

  it('leaves a budget alone that is larger by a beta of its own', () => {
    const body = { ...message, max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 9000 } };
    const asked = ask(KIND, body);
    expect(asked.body(2000)).toEqual(body);
    expect(asked.leastOutput).toBe(2000);
  });

  it('holds for models that take over, which are named', () => {
    const fallbacks = [{ model: 'claude-opus-4-1' }, { model: 'claude-haiku-4-5', max_tokens: 5000 }];
    const asked = ask(KIND, { ...message, fallbacks });
    expect(asked.otherModels).toEqual(['claude-opus-4-1', 'claude-haiku-4-5']);
    expect(asked.body(50).fallbacks).toEqual([
      { model: 'claude-opus-4-1' },
      { model: 'claude-haiku-4-5', max_tokens: 50 },
    ]);
  });
});

describe('a message', () => {
  it.each<[object, string]>([
    [{ model: 5 }, 'model'],
    [{ messages: {} }, 'messages'],
    [{ messages: [5] }, 'messages[0]'],
    [{ messages: [{ role: 'user', content: {} }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: ['hi'] }] }, 'messages[0].content[0]'],
    [{ system: 5 }, 'system'],
    [{ max_tokens: '100' }, 'max_tokens'],
    [{ stream: 1 }, 'stream'],
    [{ thinking: 'yes' }, 'thinking'],
    [{ thinking: { type: 'enabled', budget_tokens: 'much' } }, 'thinking.budget_tokens'],
    [{ tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: -1 }] }, 'tools[0].max_uses'],
    [{ fallbacks: 'default' }, 'fallbacks'],
    [{ fallbacks: [{ model: 'm', max_tokens: 'x' }] }, 'fallbacks[0].max_tokens'],
    [{ speed: 5 }, 'speed'],
  ])('with %j is refused, naming %s', (fields, field) => {
    expect(refusedField(KIND, { ...message, ...fields })).toBe(field);
  });

  it.each<[object, string | null]>([
    [{}, null],
    [{ service_tier: 'auto' }, null],
    [{ service_tier: 'standard_only' }, null],
    [{ speed: 'fast' }, 'fast'],
    [{ speed: 'fast', inference_geo: 'us' }, 'fast+us'],
  ])('with %j is of the tier %s', (fields, tier) => {
    expect(ask(KIND, { ...message, ...fields }).serviceTier).toBe(tier);
  });

  it.each<[object, boolean]>([
    [{}, false],
    [{ thinking: { type: 'disabled' } }, false],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, true],
    [{ thinking: { type: 'adaptive' } }, true],
    [{ model: 'claude-opus-5' }, true],
    [{ model: 'claude-opus-5', thinking: { type: 'disabled' } }, false],
  ])('with %j may hide output: %s', (fields, hides) => {
    expect(ask(KIND, { ...message, ...fields }).hidesOutput).toBe(hides);
  });

  it('says what it writes to the cache, wherever it says so', () => {
    const mark = (control: object): object => messageOf({ type: 'text', text: 'a', cache_control: control });
    expect(ask(KIND, message).cacheWrite).toBe('none');
    expect(ask(KIND, mark({ type: 'ephemeral' })).cacheWrite).toBe('5m');
    expect(
      ask(KIND, { ...mark({ type: 'ephemeral' }), system: [{ type: 'text', text: 's', cache_control: { ttl: '1h' } }] })
        .cacheWrite,
    ).toBe('1h');
    expect(ask(KIND, { ...mark({ ttl: '1h' }), cache_control: { type: 'ephemeral' } }).cacheWrite).toBe('1h');
  });
});

describe('the input of a message', () => {
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png(10, 10).repeat(1000) } };

  // platform.claude.com/docs/en/build-with-claude/vision: 4,784 tokens at most from Opus 4.7 on, about 1,600 before.
  it.each([
    ['claude-3-5-sonnet-20241022', 1600],
    ['claude-sonnet-4-5-20250929', 1600],
    ['claude-opus-4-6', 1600],
    ['claude-haiku-4-5', 1600],
    ['claude-opus-4-7', 4784],
    ['claude-opus-4-8', 4784],
    ['claude-sonnet-5', 4784],
    ['claude-later', 4784],
  ])('a picture costs %s at most %i tokens', (model, tokens) => {
    const { input } = ask(KIND, { ...messageOf(image), model });
    expect(input).toMatchObject({ imageTokens: tokens, unseen: false });
    expect(input.textBytes).toBeLessThan(1000);
  });

  it('pictures in the results of tools and in documents count too', () => {
    const result = { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'a' }, image] };
    const document = { type: 'document', source: { type: 'content', content: [image, image] } };
    expect(ask(KIND, messageOf(result, document)).input).toMatchObject({ imageTokens: 3 * 1600, unseen: false });
  });

  it.each<[string, object]>([
    ['a PDF', messageOf({ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } })],
    ['a document behind a link', messageOf({ type: 'document', source: { type: 'url', url: 'https://example.com' } })],
    ['a file', messageOf({ type: 'container_upload', file_id: 'f' })],
    ['a fetched page', messageOf({ type: 'web_fetch_tool_result', content: {} })],
    ['an unknown block', messageOf({ type: 'hologram' })],
    ['a container', { ...message, container: 'c' }],
    ['a thread', { ...message, thread: { type: 'continue' } }],
    ['an MCP server', { ...message, mcp_servers: [{ url: 'https://example.com' }] }],
    ['managed context', { ...message, context_management: { edits: [] } }],
    ['a hosted tool', { ...message, tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['a tool of a server', { ...message, tools: [{ type: 'mcp_toolset', mcp_server_name: 's' }] }],
  ])('%s is unseen', (_, body) => {
    expect(ask(KIND, body).input.unseen).toBe(true);
  });

  it('a text document is its text', () => {
    const document = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x'.repeat(5000) } };
    const { input } = ask(KIND, messageOf(document));
    expect(input.unseen).toBe(false);
    expect(input.textBytes).toBeGreaterThanOrEqual(5000);
  });

  // platform.claude.com/docs/en/agents-and-tools/tool-use/overview: 804 tokens of prompt; bash 245, computer use 735 + 499.
  it('has the prompts that come with tools', () => {
    const plain = ask(KIND, message).input.fixedTokens;
    const own = [{ name: 'f', input_schema: {} }];
    expect(ask(KIND, { ...message, tools: own }).input.fixedTokens - plain).toBeGreaterThanOrEqual(804);
    const anthropics = [
      ...own,
      { type: 'computer_20250124', name: 'computer' },
      { type: 'bash_20250124', name: 'bash' },
    ];
    const { input } = ask(KIND, { ...message, tools: anthropics });
    expect(input.fixedTokens - plain).toBeGreaterThanOrEqual(804 + 245 + 735 + 499);
    expect(input.unseen).toBe(false);
  });
});

describe('hosted tools of a message', () => {
  it('are used as often as the request says, or as is written into it', () => {
    const tools = [
      { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
      { type: 'web_fetch_20250910', name: 'web_fetch' },
      { type: 'code_execution_20250825', name: 'code_execution' },
      { type: 'custom', name: 'web_search_of_mine' },
    ];
    const asked = ask(KIND, { ...message, tools });
    expect(asked.tools).toEqual([
      { name: 'web_search', quantity: '3' },
      { name: 'web_fetch', quantity: '10' },
      { name: 'code_execution', quantity: '1' },
    ]);
    expect(asked.body(null).tools).toEqual([tools[0], { ...tools[1], max_uses: 10 }, tools[2], tools[3]]);
  });

  it('an advisor is another model', () => {
    const tools = [{ type: 'advisor_20260301', name: 'advisor', model: 'claude-opus-5' }];
    const asked = ask(KIND, { ...message, tools });
    expect(asked.otherModels).toEqual(['claude-opus-5']);
    expect(asked.body(null).tools).toEqual([{ ...tools[0], max_uses: 10 }]);
  });
});
