import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordAt } from '../src/generation/words.ts';
import { countTokens, cutTokens } from '../src/tokens/count-tokens.ts';

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(' ', 'a', 'é', '🙂', '\n') }));

test('a text is its tokens joined, as many as are counted, and none without a byte', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const tokens = cutTokens(text);
      expect(tokens.join('')).toBe(text);
      expect(tokens).toHaveLength(countTokens(text));
      expect(tokens.length).toBeLessThanOrEqual(Buffer.byteLength(text));
    }),
  );
});

test.each([
  ['', 0],
  ['a', 1],
  ['four', 1],
  ['fiver', 2],
  ['two words', 3],
  [' a  b ', 4],
  ['\n\n', 2],
  ['水门金庫水', 2],
])('%j is %i tokens', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens);
});

test('words are one token each, however many follow each other', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 300 }), (seed, length) => {
      const words = Array.from({ length }, (_, place) => wordAt(seed, place));
      expect(countTokens(words.join(''))).toBe(length);
    }),
  );
});
