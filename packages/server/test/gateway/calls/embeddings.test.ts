import { describe, expect, it } from 'vitest';
import { ask, refusedField } from './support/asking.ts';

const KIND = 'openai-embeddings';
const model = 'text-embedding-3-small';

describe('embeddings', () => {
  it.each([[undefined], [null], [5], [[]], [{}]])('of %j are refused', (input) => {
    expect(refusedField(KIND, { model, input })).toBe('input');
  });

  it('have no output, and are forwarded as they came', () => {
    const body = { model, input: 'hi', dimensions: 3 };
    const asked = ask(KIND, body);
    expect(asked).toMatchObject({ hasOutput: false, outputCap: null, choices: 1, stream: false });
    expect(asked.body(5)).toEqual(body);
  });

  it('have a window for each text', () => {
    expect(ask(KIND, { model, input: 'hi' }).input.prompts).toBe(1);
    expect(ask(KIND, { model, input: ['a', 'b', 'c'] }).input.prompts).toBe(3);
    expect(ask(KIND, { model, input: [1, 2, 3] }).input.prompts).toBe(1);
  });

  it('of numbers have as many tokens as numbers', () => {
    const { input } = ask(KIND, { model, input: [Array.from({ length: 500 }, () => 100_000), [1]] });
    expect(input).toMatchObject({ fixedTokens: 501, prompts: 2, unseen: false });
    expect(input.textBytes).toBeLessThan(100);
  });

  it('of a picture are unseen', () => {
    expect(ask(KIND, { model, input: [{ type: 'image_url' }] }).input.unseen).toBe(true);
  });
});
