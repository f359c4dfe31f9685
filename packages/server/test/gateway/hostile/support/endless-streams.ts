import type { ServerResponse } from 'node:http';
import { paths } from './hostile-gateway.ts';
import { chatChunk, sse } from './provider-answers.ts';

/** A stream of one protocol that never ends by itself and says no usage. */
export interface EndlessStream {
  readonly name: string;
  readonly path: string;
  readonly body: (maxTokens: number) => Record<string, unknown>;
  readonly contentType: string;
  readonly head: string;
  /** One word of one token. */
  readonly piece: (index: number) => string;
  /** The code of the refusal at the end of what a client got. Fails where the end is not what the protocol calls one. */
  readonly endOf: (text: string) => unknown;
}

/** The word that every piece brings. */
const word = ' well';

interface SseEvent {
  readonly name: string | undefined;
  readonly data: string;
}

function eventsOf(text: string): SseEvent[] {
  return text.split('\n\n').flatMap((event) => {
    const lines = event.split('\n');
    const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
    const name = lines.find((line) => line.startsWith('event: '))?.slice('event: '.length);
    return data === undefined ? [] : [{ name, data }];
  });
}

type Json = Readonly<Record<string, unknown>>;

function memberOf(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) at = (at as Json | undefined)?.[name];
  return at;
}

function lastOf(text: string): { name: string | undefined; json: unknown } {
  const last = eventsOf(text).at(-1)!;
  return { name: last.name, json: JSON.parse(last.data) };
}

const gemini = (text: string): Json => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }],
  modelVersion: 'gemini-2.5-flash',
  responseId: 'g1',
});

const geminiBody = (maxOutputTokens: number): Record<string, unknown> => ({
  contents: [{ role: 'user', parts: [{ text: 'hello' }] }],
  generationConfig: { maxOutputTokens },
});

export const endlessStreams: readonly EndlessStream[] = [
  {
    name: 'chat',
    path: paths.chat,
    body: (max_tokens) => ({
      model: 'gpt-4o',
      stream: true,
      max_tokens,
      messages: [{ role: 'user', content: 'hello' }],
    }),
    contentType: 'text/event-stream',
    head: '',
    piece: () => chatChunk(word),
    endOf(text) {
      const events = eventsOf(text);
      if (events.at(-1)?.data !== '[DONE]') throw new Error(`no [DONE] at the end of ${text.slice(-500)}`);
      return memberOf(JSON.parse(events.at(-2)!.data), 'error', 'code');
    },
  },
  {
    name: 'responses',
    path: paths.responses,
    body: (max_output_tokens) => ({ model: 'gpt-4o', stream: true, max_output_tokens, input: 'hello' }),
    contentType: 'text/event-stream',
    head: sse(
      { type: 'response.created', sequence_number: 0, response: { id: 'r1', model: 'gpt-4o' } },
      'response.created',
    ),
    piece: (sequence_number) =>
      sse(
        {
          type: 'response.output_text.delta',
          sequence_number,
          item_id: 'm1',
          output_index: 0,
          content_index: 0,
          delta: word,
        },
        'response.output_text.delta',
      ),
    endOf(text) {
      const failed = eventsOf(text).findLast(({ name }) => name === 'response.failed')!;
      const { type, response } = JSON.parse(failed.data) as { type: string; response: Json };
      const { name, json } = lastOf(text);
      if (type !== 'response.failed' || response['status'] !== 'failed' || name !== 'error') {
        throw new Error(`not how a response fails: ${text.slice(-800)}`);
      }
      return memberOf(response, 'error', 'code') === memberOf(json, 'code') && memberOf(json, 'code');
    },
  },
  {
    name: 'messages',
    path: paths.messages,
    body: (max_tokens) => ({
      model: 'claude-sonnet-4-5',
      stream: true,
      max_tokens,
      messages: [{ role: 'user', content: 'hello' }],
    }),
    contentType: 'text/event-stream',
    head:
      sse(
        {
          type: 'message_start',
          message: { id: 'm1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [] },
        },
        'message_start',
      ) +
      sse({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, 'content_block_start'),
    piece: () =>
      sse({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: word } }, 'content_block_delta'),
    endOf(text) {
      const { name, json } = lastOf(text);
      if (name !== 'error' || memberOf(json, 'type') !== 'error') throw new Error('not how a message fails');
      return memberOf(json, 'error', 'details', 'error_code');
    },
  },
  {
    name: 'gemini events',
    path: paths.geminiSse,
    body: geminiBody,
    contentType: 'text/event-stream',
    head: '',
    piece: () => sse(gemini(word)),
    endOf: (text) => memberOf(lastOf(text).json, 'code') ?? memberOf(lastOf(text).json, 'error'),
  },
  {
    name: 'gemini array',
    path: paths.geminiArray,
    body: geminiBody,
    contentType: 'application/json',
    head: '[',
    piece: (index) => `${index === 0 ? '' : ',\r\n'}${JSON.stringify(gemini(word))}`,
    endOf: (text) => memberOf((JSON.parse(text) as unknown[]).at(-1), 'code'),
  },
];

/** Resolves when more can be written, or never will be. */
export function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** Sends pieces until the client is gone, or so many; resolves with how many it sent. */
export async function sendPieces(response: ServerResponse, stream: EndlessStream, most = Infinity): Promise<number> {
  response.writeHead(200, { 'content-type': stream.contentType });
  response.write(stream.head);
  let sent = 0;
  while (!response.destroyed && sent < most) {
    if (!response.write(stream.piece(sent))) await drained(response);
    sent += 1;
    // Gives the other side its turn, as a model does that thinks between two words.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sent;
}

export function wordsIn(text: string): number {
  return text.split(`"${word}"`).length - 1;
}
