import type { ServerResponse } from 'node:http';

/** A Chat Completions answer that says it used so many tokens. */
export function chatAnswer(promptTokens: number, completionTokens: number): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_770_000_000,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens },
  });
}

/** gpt-4o at its published price of 2.50 and 10 USD per million tokens, in nano-USD. */
export function gpt4oCost(promptTokens: number, completionTokens: number): bigint {
  return BigInt(promptTokens) * 2_500n + BigInt(completionTokens) * 10_000n;
}

export function sendJson(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

export function sse(data: unknown, event?: string): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

export function chatChunk(text: string, finish: string | null = null): string {
  return sse({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_770_000_000,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta: { content: text }, finish_reason: finish }],
  });
}

/** The last events of a chat stream: its usage, and its end. */
export function chatEnd(promptTokens: number, completionTokens: number): string {
  const usage = { prompt_tokens: promptTokens, completion_tokens: completionTokens };
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06', choices: [], usage };
  return sse(chunk) + sse('[DONE]');
}

export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}
