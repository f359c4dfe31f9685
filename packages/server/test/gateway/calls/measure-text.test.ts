import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureText } from '../../../src/gateway/providers/asking/measure-text.ts';
import { type AnswerKind } from '../../../src/gateway/providers/index.ts';
import { chat, gemini, message, refusedField, response } from './support/asking.ts';

function measure(body: object, structured: string[] = []): number {
  return measureText(body, { structured: new Set(structured), media: new Map() });
}

function nested(depth: number, bracket: '[' | '{"a":'): unknown {
  return JSON.parse(bracket.repeat(depth) + '1' + (bracket === '[' ? ']' : '}').repeat(depth));
}

describe('text', () => {
  it('is never less than the bytes of its JSON would hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const strings = JSON.stringify(body).match(/"(?:[^"\\]|\\.)*"/gu) ?? [];
        const bytes = strings.reduce((sum, text) => sum + Buffer.byteLength(String(JSON.parse(text))), 0);
        expect(measure(body)).toBeGreaterThanOrEqual(bytes);
      }),
    );
  });

  it('is as long as its longest form: some tokenizers normalise it first', () => {
    const ligature = '\u{fdfa}';
    expect(measure({ text: ligature.repeat(100) })).toBeGreaterThanOrEqual(
      Buffer.byteLength(ligature.normalize('NFKC')) * 100,
    );
    const decomposed = '\u{0958}';
    expect(measure({ text: decomposed.repeat(100) })).toBeGreaterThanOrEqual(
      Buffer.byteLength(decomposed.normalize('NFC')) * 100,
    );
  });

  it('in tools is as long as JSON that escapes all it can', () => {
    const text = 'ä"\n漢';
    const escaped = String.raw`\u00e4\"\n\u6f22`;
    expect(measure({ tools: [{ description: text }] }, ['tools'])).toBeGreaterThanOrEqual(escaped.length);
    expect(measure({ tools: [{ [text]: 1 }] })).toBeGreaterThanOrEqual(escaped.length);
  });

  it('of twenty megabytes is measured at once', () => {
    expect(measure({ text: 'a'.repeat(20 * 1024 * 1024) })).toBeGreaterThan(20 * 1024 * 1024);
  });
});

describe('deep nesting', () => {
  const bodies: [AnswerKind, object][] = [
    ['openai-chat', chat],
    ['openai-responses', response],
    ['openai-embeddings', { model: 'm', input: 'x' }],
    ['anthropic', message],
    ['gemini', gemini],
  ];

  it.each(bodies)('of %s is refused, not overflowed', (kind, body) => {
    expect(refusedField(kind, { ...body, metadata: nested(100_000, '[') })).toBe('body');
    expect(refusedField(kind, { ...body, metadata: nested(100_000, '{"a":') })).toBe('body');
    expect(refusedField(kind, { ...body, metadata: nested(200, '{"a":') })).toBeNull();
  });

  it('of the results of tools is refused as well', () => {
    const deep = '{"type":"tool_result","content":['.repeat(50_000) + ']}'.repeat(50_000);
    expect(refusedField('anthropic', { ...message, messages: [{ role: 'user', content: [JSON.parse(deep)] }] })).toBe(
      'body',
    );
  });
});

describe('names that objects have from birth', () => {
  it.each(bodiesWith())('are harmless in %s', (kind, text) => {
    expect(refusedField(kind, JSON.parse(text))).toBeNull();
  });
});

function bodiesWith(): [AnswerKind, string][] {
  const odd = '"__proto__":{"max_tokens":5,"n":9,"stream":true},"constructor":{"prototype":{}},"toString":1';
  return [
    ['openai-chat', `{"model":"gpt-4o","messages":[{"role":"user","content":"hi",${odd}}],${odd}}`],
    ['openai-responses', `{"model":"gpt-4o","input":[{"role":"user","content":"hi",${odd}}],${odd}}`],
    ['anthropic', `{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi",${odd}}],${odd}}`],
    ['gemini', `{"contents":[{"parts":[{"text":"hi",${odd}}]}],${odd}}`],
  ];
}
