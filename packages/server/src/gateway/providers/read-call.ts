import { readMessagesCall } from './anthropic/read-call.ts';
import { type AskedCall, InvalidCall } from './asked-call.ts';
import { readGeminiCall } from './gemini/read-call.ts';
import type { AnswerKind } from './metered-usage.ts';
import { readChatCall } from './openai-chat/read-call.ts';
import { readEmbeddingsCall } from './openai-embeddings/read-call.ts';
import { readResponsesCall } from './openai-responses/read-call.ts';

/** What a request's path says of it, where the body does not. */
export interface CallPath {
  readonly model: string | null;
  readonly stream: boolean | null;
}

/**
 * Reads what a request asks for, from its parsed JSON. `provider` is the price catalogue's name of who is asked. Fields
 * that are not known pass through untouched. Raises InvalidCall where the cost of the request cannot be bounded.
 */
export function readCall(kind: AnswerKind, body: unknown, path: CallPath, provider: string): AskedCall {
  switch (kind) {
    case 'openai-chat':
      return readChatCall(body, provider);
    case 'openai-responses':
      return readResponsesCall(body, provider);
    case 'openai-embeddings':
      return readEmbeddingsCall(body);
    case 'anthropic':
      return readMessagesCall(body);
    case 'gemini':
      return readGeminiCall(body, path);
    case 'bedrock':
      throw new InvalidCall('body', 'is of an API that is metered but not forwarded');
  }
}
