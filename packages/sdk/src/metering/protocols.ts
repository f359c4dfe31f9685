import { readMessages } from './bounds/anthropic.ts';
import type { Asked, BoundOptions } from './bounds/bound.ts';
import { readChat, readEmbeddings, readResponses } from './bounds/openai.ts';
import type { JsonRecord } from './json.ts';
import { createMessageReader, readMessageUsage } from './usage/anthropic.ts';
import { readChatUsage, readEmbeddingsUsage, readResponseUsage } from './usage/openai.ts';
import type { Metered } from './usage/usage.ts';

/** One kind of call: how its most is read from the request, and what it used from the answer. */
export interface Protocol {
  readonly asked: (body: JsonRecord, options: BoundOptions) => Asked;
  readonly answered: (answer: JsonRecord) => Metered | null;
  /** Follows the events of one stream; the latest that is not null is what it used. */
  readonly reader: () => (event: JsonRecord) => Metered | null;
}

const chat: Protocol = { asked: readChat, answered: readChatUsage, reader: () => readChatUsage };
const responses: Protocol = { asked: readResponses, answered: readResponseUsage, reader: () => readResponseUsage };
const embeddings: Protocol = { asked: readEmbeddings, answered: readEmbeddingsUsage, reader: () => () => null };
const messages: Protocol = { asked: readMessages, answered: readMessageUsage, reader: createMessageReader };

const metered: readonly (readonly [RegExp, Protocol])[] = [
  [/\/chat\/completions$/, chat],
  [/\/responses$/, responses],
  [/\/embeddings$/, embeddings],
  [/\/v1\/messages$/, messages],
];

/** What is posted and costs nothing by itself. */
const free = [/\/messages\/count_tokens$/, /\/responses\/input_tokens$/, /\/moderations$/, /\/files$/, /\/cancel$/];

/** How a call is metered: by a protocol; `free`, since it costs nothing; or null where that is not known. */
export function protocolOf(method: string, url: string): Protocol | 'free' | null {
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return 'free';
  const { pathname } = new URL(url);
  const found = metered.find(([path]) => path.test(pathname))?.[1];
  return found ?? (free.some((path) => path.test(pathname)) ? 'free' : null);
}
