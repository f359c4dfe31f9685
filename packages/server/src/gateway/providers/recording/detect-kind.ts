import { isRecord, textOf } from '../json.ts';
import type { AnswerKind } from '../metered-usage.ts';

const ANTHROPIC_TYPES = /^(message|message_(start|delta|stop)|content_block_(start|delta|stop)|ping)$/;

const KIND_OF_OBJECT: Readonly<Record<string, AnswerKind>> = {
  'chat.completion': 'openai-chat',
  'chat.completion.chunk': 'openai-chat',
  text_completion: 'openai-chat',
  response: 'openai-responses',
  list: 'openai-embeddings',
};

const BEDROCK_FIELDS = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'stopReason', 'metrics'];
const GEMINI_FIELDS = ['candidates', 'usageMetadata', 'promptFeedback', 'embedding', 'embeddings'];

/** Tells by its shape what kind of answer, or event of one, something is; null where it could be any. */
export function detectKind(value: unknown): AnswerKind | null {
  if (!isRecord(value)) return null;
  const type = textOf(value.type) ?? '';
  if (type.startsWith('response.')) return 'openai-responses';
  if (ANTHROPIC_TYPES.test(type)) return 'anthropic';
  const kind = KIND_OF_OBJECT[textOf(value.object) ?? ''];
  if (kind !== undefined) return kind;
  if (GEMINI_FIELDS.some((field) => value[field] !== undefined)) return 'gemini';
  if (BEDROCK_FIELDS.some((field) => value[field] !== undefined)) return 'bedrock';
  return value.choices === undefined ? null : 'openai-chat';
}

/** What a provider of the price catalogue answers with, where the answer itself does not tell. */
export function kindOfProvider(provider: string): AnswerKind {
  if (provider === 'anthropic') return 'anthropic';
  if (provider === 'google') return 'gemini';
  return provider === 'aws' ? 'bedrock' : 'openai-chat';
}
