import type Anthropic from '@anthropic-ai/sdk';
import type { GenerateContentResponse } from '@google/genai';
import type OpenAI from 'openai';
import { expectTypeOf, test } from 'vitest';
import type { DeltaUsage } from '../../src/protocols/anthropic/frames.ts';
import type { MessagesAnswer, MessagesUsage } from '../../src/protocols/anthropic/write-answer.ts';
import type { GeminiUsage } from '../../src/protocols/gemini/write-answer.ts';
import type { ChatChunk } from '../../src/protocols/openai-chat/frames.ts';
import type { ChatAnswer } from '../../src/protocols/openai-chat/write-answer.ts';
import type { EmbeddingsAnswer } from '../../src/protocols/openai-embeddings/protocol.ts';
import type { Item } from '../../src/protocols/openai-responses/items.ts';
import type { ResponsesAnswer, ResponsesUsage } from '../../src/protocols/openai-responses/write-answer.ts';

type Response = OpenAI.Responses.Response;

// The compiler holds these: `tsc` fails where a shape no longer fits the official client's own.
test('answers have the shapes that the official clients declare', () => {
  expectTypeOf<ChatAnswer>().toExtend<OpenAI.ChatCompletion>();
  expectTypeOf<ChatChunk>().toExtend<OpenAI.ChatCompletionChunk>();
  expectTypeOf<Item>().toExtend<OpenAI.Responses.ResponseOutputItem>();
  expectTypeOf<ResponsesUsage>().toExtend<OpenAI.Responses.ResponseUsage>();
  expectTypeOf<Pick<ResponsesAnswer, 'status' | 'error' | 'incomplete_details' | 'service_tier' | 'object'>>().toExtend<
    Pick<Response, 'status' | 'error' | 'incomplete_details' | 'service_tier' | 'object'>
  >();
  expectTypeOf<keyof ResponsesAnswer>().toExtend<keyof Response | 'store'>();
  expectTypeOf<EmbeddingsAnswer['usage'] & {}>().toExtend<OpenAI.CreateEmbeddingResponse['usage']>();

  expectTypeOf<Omit<MessagesAnswer, 'content' | 'usage'>>().toExtend<Omit<Anthropic.Message, 'content' | 'usage'>>();
  expectTypeOf<MessagesUsage>().toExtend<Anthropic.Usage>();
  expectTypeOf<DeltaUsage>().toExtend<Anthropic.MessageDeltaUsage>();

  type Told = Record<keyof GeminiUsage, unknown>;
  expectTypeOf<keyof Told>().toExtend<keyof NonNullable<GenerateContentResponse['usageMetadata']>>();
});
