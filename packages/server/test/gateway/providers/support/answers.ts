/** Answers in the shapes of the providers, small and made up; what a test is about is handed in. */

export function chat(usage: unknown, more: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-5',
    choices: [{ index: 0, message: { content: 'hello' }, finish_reason: 'stop' }],
    usage,
    ...more,
  };
}

export function response(usage: unknown, more: object = {}): object {
  return { id: 'resp-1', object: 'response', status: 'completed', model: 'gpt-5', output: [], usage, ...more };
}

export function message(usage: unknown, more: object = {}): object {
  return {
    id: 'msg-1',
    type: 'message',
    model: 'claude-sonnet-4-5',
    content: [],
    stop_reason: 'end_turn',
    usage,
    ...more,
  };
}

export function gemini(usageMetadata: unknown, more: object = {}): object {
  return { candidates: [{ finishReason: 'STOP' }], modelVersion: 'gemini-2.5-pro', usageMetadata, ...more };
}

export function converse(usage: unknown, more: object = {}): object {
  return { output: { message: { content: [{ text: 'hello' }] } }, stopReason: 'end_turn', usage, ...more };
}

/** Server-sent events as they are on the wire. */
export function sse(events: readonly unknown[], lineEnd = '\n'): string {
  const lines = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}`);
  return lines.map((line) => `${line}${lineEnd}${lineEnd}`).join('');
}

export const CHAT_STREAM: readonly unknown[] = [
  { id: 'chatcmpl-1', model: 'gpt-5', choices: [{ index: 0, delta: { content: 'Grüße, ' } }], usage: null },
  { id: 'chatcmpl-1', model: 'gpt-5', choices: [{ index: 0, delta: { content: '世界 🌍' } }], usage: null },
  { id: 'chatcmpl-1', model: 'gpt-5', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null },
  {
    id: 'chatcmpl-1',
    model: 'gpt-5',
    choices: [],
    usage: { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19, prompt_tokens_details: { cached_tokens: 4 } },
  },
  '[DONE]',
];

export const MESSAGE_STREAM: readonly unknown[] = [
  {
    type: 'message_start',
    message: { id: 'msg-1', model: 'claude-sonnet-4-5', usage: { input_tokens: 25, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn' },
    usage: { input_tokens: null, cache_read_input_tokens: null, output_tokens: 9 },
  },
  { type: 'message_stop' },
];
