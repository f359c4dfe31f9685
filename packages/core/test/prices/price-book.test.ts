import { describe, expect, it } from 'vitest';
import { createPriceBook, type ModelPrices, parseQuantity, parseRate } from '../../src/prices/index.ts';
import { sampleBook, terms } from './sample-book.ts';

function bookOf(...models: Omit<ModelPrices, 'periods'>[]) {
  const periods = [{ id: 'base', fromMs: null, daily: null, terms: terms({ output: '1' }) }];
  const provider = { id: 'p', fallbackProviders: [], serviceTiers: new Map(), tools: new Map() };
  return createPriceBook({
    version: 'v',
    providers: [{ ...provider, models: models.map((model) => ({ ...model, periods })) }],
  });
}

describe('a price book', () => {
  it('prefers a declared name to a looser clause that comes first', () => {
    const book = bookOf({ id: 'gpt', match: { contains: 'gpt' } }, { id: 'gpt-mini', match: { equals: 'gpt-mini-1' } });
    expect(book.find('p', 'gpt-mini-1')).toMatchObject({ model: { id: 'gpt-mini' }, matched: 'exact' });
    expect(book.find('p', 'gpt-mini-2')).toMatchObject({ model: { id: 'gpt' }, matched: 'pattern' });
  });

  it('knows a model by its id, even where its clause does not match it', () => {
    expect(bookOf({ id: 'x-large', match: { equals: 'y' } }).find('p', 'x-large')).toMatchObject({ matched: 'exact' });
  });

  it('takes the first of the looser clauses that match', () => {
    const book = bookOf({ id: 'a', match: { ends_with: '-pro' } }, { id: 'b', match: { starts_with: 'gem' } });
    expect(book.find('p', 'gem-1-pro')).toMatchObject({ model: { id: 'a' } });
    expect(book.find('p', 'gem-1')).toMatchObject({ model: { id: 'b' } });
  });

  it('is not made where two models declare one name', () => {
    expect(() => bookOf({ id: 'a', match: { equals: 'same' } }, { id: 'b', match: { equals: 'SAME' } })).toThrow(
      'named same',
    );
  });

  it('answers the same for a name that it has seen, and does not know overlong names', () => {
    expect(sampleBook.find('openai', 'o3')).toBe(sampleBook.find('openai', 'o3'));
    expect(sampleBook.find('openai', `free-${'x'.repeat(300)}`)).toBeUndefined();
    expect(sampleBook.find('openai', 'constructor')).toBeUndefined();
  });
});

it.each<[string, bigint | null]>([
  ['0', 0n],
  ['1.25', 1_250_000n],
  ['0.003625', 3625n],
  ['0.000001', 1n],
  ['1000000', 1_000_000_000_000n],
  ['0.0000001', null],
  ['1000000.000001', null],
  ['-1', null],
  ['1e1', null],
])('parseRate reads %s USD per million tokens as %s pico-USD per token', (text, value) => {
  expect(parseRate(text)).toMatchObject(value === null ? { ok: false } : { ok: true, value });
});

it.each<[string, bigint | null]>([
  ['3', 3_000_000_000n],
  ['0.000000001', 1n],
  ['1000000000', 10n ** 18n],
  ['1000000001', null],
  ['0.0000000001', null],
  ['', null],
])('parseQuantity reads %s as %s nano-units', (text, value) => {
  expect(parseQuantity(text)).toMatchObject(value === null ? { ok: false } : { ok: true, value });
});
