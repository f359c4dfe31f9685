import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerKind, readCall } from '../../../src/gateway/providers/index.ts';
import { chat, gemini, message, response } from './support/asking.ts';

/** What we own of a body: everything else is the caller's, and arrives as it came. */
const OWN: readonly (readonly [AnswerKind, object, readonly string[]])[] = [
  ['openai-chat', { ...chat, stream: true }, ['max_tokens', 'max_completion_tokens', 'stream_options']],
  ['openai-responses', response, ['max_output_tokens', 'max_tool_calls']],
  ['openai-embeddings', { model: 'm', input: ['a'] }, []],
  ['anthropic', message, ['max_tokens']],
  ['gemini', gemini, ['generationConfig']],
];

/** Fields that nobody knows, names from birth among them, as `JSON.parse` makes them. */
const unknownFields = fc
  .dictionary(
    fc.string({ minLength: 1 }).map((name) => `x_${name}`),
    fc.jsonValue({ maxDepth: 4 }),
    { maxKeys: 5 },
  )
  .map((fields) => JSON.stringify(fields));

function without(body: object, names: readonly string[]): string {
  return JSON.stringify(Object.entries(body).filter(([name]) => !names.includes(name)));
}

describe('the forwarded body', () => {
  it.each(OWN)('of %s is the caller’s but for the fields that are ours', (kind, body, own) => {
    fc.assert(
      fc.property(unknownFields, fc.integer({ min: 1, max: 100_000 }), (text, cap) => {
        const sent = JSON.parse(`{"__proto__":{"n":3},"fields":${text}}`) as object;
        const original = { ...body, ...sent };
        const before = JSON.stringify(original);
        const asked = readCall(kind, original, { model: 'gemini-2.5-flash', stream: null }, 'openai');
        expect(without(asked.body(cap), own)).toBe(without(original, own));
        expect(JSON.stringify(original)).toBe(before);
      }),
    );
  });
});
