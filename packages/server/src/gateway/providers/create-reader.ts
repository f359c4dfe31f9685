import { createMessagesReader } from './anthropic/messages-reader.ts';
import { createConverseReader } from './bedrock/converse-reader.ts';
import { createGeminiReader } from './gemini/gemini-reader.ts';
import type { AnswerKind, ReaderContext, UsageReader } from './metered-usage.ts';
import { createChatReader } from './openai-chat/chat-reader.ts';
import { createEmbeddingsReader } from './openai-embeddings/embeddings-reader.ts';
import { createResponsesReader } from './openai-responses/responses-reader.ts';

/** The reader of a kind of answer. */
export function createReader(kind: AnswerKind, context: ReaderContext): UsageReader {
  switch (kind) {
    case 'openai-chat':
      return createChatReader(context);
    case 'openai-responses':
      return createResponsesReader(context);
    case 'openai-embeddings':
      return createEmbeddingsReader();
    case 'anthropic':
      return createMessagesReader(context);
    case 'gemini':
      return createGeminiReader(context);
    case 'bedrock':
      return createConverseReader(context);
  }
}
