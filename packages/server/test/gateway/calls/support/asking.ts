import { type AnswerKind, type AskedCall, InvalidCall, readCall } from '../../../../src/gateway/providers/index.ts';

const PROVIDERS: Readonly<Record<AnswerKind, string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  'openai-embeddings': 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
  bedrock: 'aws',
};

/** Reads a request of a kind, as it comes from the wire; for Gemini the path names the model and says that it streams not. */
export function ask(kind: AnswerKind, body: object, provider = PROVIDERS[kind], model = 'gemini-2.5-flash'): AskedCall {
  const path = kind === 'gemini' ? { model, stream: false } : { model: null, stream: null };
  return readCall(kind, JSON.parse(JSON.stringify(body)), path, provider);
}

/** The field that a request is refused for; null where it is not. */
export function refusedField(kind: AnswerKind, body: unknown): string | null {
  try {
    readCall(kind, body, { model: 'gemini-2.5-flash', stream: false }, PROVIDERS[kind]);
    return null;
  } catch (error) {
    if (error instanceof InvalidCall) return error.field;
    throw error;
  }
}

export const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };
export const response = { model: 'gpt-4o', input: 'hi' };
export const message = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] };
export const gemini = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] };

/** A chat whose only message has such parts. */
export function chatOf(...parts: object[]): object {
  return { model: 'gpt-4o', messages: [{ role: 'user', content: parts }] };
}

export function messageOf(...content: object[]): object {
  return { ...message, messages: [{ role: 'user', content }] };
}

export function geminiOf(...parts: object[]): object {
  return { contents: [{ role: 'user', parts }] };
}
