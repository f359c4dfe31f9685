import { fieldsOf, listAt, numberAt, textAt } from '../api-client/fields.ts';

/** One part of a conversation. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface Question {
  readonly model: string;
  readonly turns: readonly Turn[];
  readonly maxOutputTokens: number;
}

/** What a model said, and what the provider says that it used. */
export interface Answer {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** How one provider is asked, as its official client does it. */
interface Protocol {
  /** Below the connection. */
  path(model: string): string;
  keyHeaders(key: string): Record<string, string>;
  body(question: Question): unknown;
  read(body: unknown): Answer;
}

const openai: Protocol = {
  path: () => '/v1/chat/completions',
  keyHeaders: (key) => ({ authorization: `Bearer ${key}` }),
  body: ({ model, turns, maxOutputTokens }) => ({
    model,
    max_tokens: maxOutputTokens,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
  }),
  read(body) {
    const { usage } = fieldsOf(body);
    return {
      text: textAt(fieldsOf(listAt(body, 'choices')[0]).message, 'content') ?? '',
      inputTokens: numberAt(usage, 'prompt_tokens') ?? 0,
      outputTokens: numberAt(usage, 'completion_tokens') ?? 0,
    };
  },
};

const anthropic: Protocol = {
  path: () => '/v1/messages',
  keyHeaders: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
  body: ({ model, turns, maxOutputTokens }) => ({
    model,
    max_tokens: maxOutputTokens,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
  }),
  read(body) {
    const { usage } = fieldsOf(body);
    const inputs = ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'];
    return {
      text: textAt(listAt(body, 'content')[0], 'text') ?? '',
      inputTokens: inputs.reduce((sum, name) => sum + (numberAt(usage, name) ?? 0), 0),
      outputTokens: numberAt(usage, 'output_tokens') ?? 0,
    };
  },
};

const gemini: Protocol = {
  path: (model) => `/v1beta/models/${model}:generateContent`,
  keyHeaders: (key) => ({ 'x-goog-api-key': key }),
  body: ({ turns, maxOutputTokens }) => ({
    contents: turns.map(({ role, text }) => ({ role: role === 'user' ? 'user' : 'model', parts: [{ text }] })),
    generationConfig: { maxOutputTokens },
  }),
  read(body) {
    const { usageMetadata: usage } = fieldsOf(body);
    const { content } = fieldsOf(listAt(body, 'candidates')[0]);
    return {
      text: textAt(listAt(content, 'parts')[0], 'text') ?? '',
      inputTokens: numberAt(usage, 'promptTokenCount') ?? 0,
      outputTokens: numberAt(usage, 'candidatesTokenCount') ?? 0,
    };
  },
};

export const protocols = { openai, anthropic, gemini } as const;

export type ProtocolName = keyof typeof protocols;
