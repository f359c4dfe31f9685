import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUsd, MAX_AMOUNT_NANO_USD, parseUsd } from '../../src/money/index.ts';

describe('parseUsd takes', () => {
  it.each([
    ['0', 0n],
    ['0.0', 0n],
    ['1', 1_000_000_000n],
    ['0.0101', 10_100_000n],
    ['0.000000001', 1n],
    ['12.50', 12_500_000_000n],
    ['999999999.999999999', 999_999_999_999_999_999n],
    ['1000000000', MAX_AMOUNT_NANO_USD],
    ['1000000000.000000000', MAX_AMOUNT_NANO_USD],
  ])('%s', (text, value) => {
    expect(parseUsd(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['-0.5', -500_000_000n],
    ['-1000000000.000000000', -MAX_AMOUNT_NANO_USD],
    ['-0', 0n],
    ['0.5', 500_000_000n],
  ])('%s where negatives are allowed', (text, value) => {
    expect(parseUsd(text, { allowNegative: true })).toEqual({ ok: true, value });
  });
});

const NOT_DIGITS = 'must be plain digits with an optional point, such as "12.5"';
const TOO_FINE = 'has more than 9 decimals';
const TOO_BIG = 'must be at most 1000000000';
const NOT_A_STRING = 'must be a decimal string such as "12.5"';

describe('parseUsd refuses', () => {
  it.each([
    ['', NOT_DIGITS],
    [' ', NOT_DIGITS],
    [' 1', NOT_DIGITS],
    ['1 ', NOT_DIGITS],
    ['1\n', NOT_DIGITS],
    ['+1', NOT_DIGITS],
    ['--1', NOT_DIGITS],
    ['-', NOT_DIGITS],
    ['.', NOT_DIGITS],
    ['.5', NOT_DIGITS],
    ['5.', NOT_DIGITS],
    ['00.5', NOT_DIGITS],
    ['01', NOT_DIGITS],
    ['1.2.3', NOT_DIGITS],
    ['1e3', NOT_DIGITS],
    ['1E-3', NOT_DIGITS],
    ['1,5', NOT_DIGITS],
    ['1_000', NOT_DIGITS],
    ['0x10', NOT_DIGITS],
    ['NaN', NOT_DIGITS],
    ['Infinity', NOT_DIGITS],
    ['$1', NOT_DIGITS],
    ['١', NOT_DIGITS],
    ['１', NOT_DIGITS],
    ['null', NOT_DIGITS],
    ['0.0000000001', TOO_FINE],
    ['1.0000000000', TOO_FINE],
    ['0.30000000000000004', TOO_FINE],
    ['0.3000000000000000444089', TOO_FINE],
    ['-1', 'must not be negative'],
    ['-0', 'must not be negative'],
    ['1000000000.000000001', TOO_BIG],
    ['1000000001', TOO_BIG],
    ['99999999999999999999', TOO_BIG],
    ['9'.repeat(1_000_000), TOO_BIG],
    [`0.${'3'.repeat(1_000_000)}`, TOO_FINE],
    [`${'9'.repeat(39)}.5`, NOT_DIGITS],
  ])('%j', (text, reason) => {
    expect(parseUsd(text)).toEqual({ ok: false, reason });
  });

  it.each([[1], [0.5], [Number.NaN], [1n], [null], [undefined], [true], [['1']], [{}]])(
    'a value that is not a string',
    (value) => {
      expect(parseUsd(value)).toEqual({ ok: false, reason: NOT_A_STRING });
    },
  );

  it('an amount below the range', () => {
    expect(parseUsd('-1000000000.000000001', { allowNegative: true })).toEqual({ ok: false, reason: TOO_BIG });
  });
});

describe('formatUsd', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000000001'],
    [-500_000_000n, '-0.5'],
    [10_100_000n, '0.0101'],
    [1_000_000_000n, '1'],
    [-1_000_000_000n, '-1'],
    [100_000_000_000n, '100'],
    [9_223_372_036_854_775_807n, '9223372036.854775807'],
  ])('writes %s as %s', (value, text) => {
    expect(formatUsd(value)).toBe(text);
  });

  it('is undone by parseUsd, for every amount', () => {
    const amounts = fc.bigInt({ min: -MAX_AMOUNT_NANO_USD, max: MAX_AMOUNT_NANO_USD });
    fc.assert(
      fc.property(amounts, (value) => {
        expect(parseUsd(formatUsd(value), { allowNegative: true })).toEqual({ ok: true, value });
      }),
    );
  });

  it('writes equal amounts alike, however they were written', () => {
    const decimals = fc.stringMatching(/^[0-9]{0,9}$/);
    fc.assert(
      fc.property(fc.nat(999_999_999), decimals, fc.nat(9), (whole, digits, zeros) => {
        const short = digits === '' ? `${whole}` : `${whole}.${digits}`;
        const long = `${whole}.${digits.padEnd(Math.max(digits.length, zeros, 1), '0')}`;
        const [first, second] = [parseUsd(short), parseUsd(long)];
        expect(first).toEqual(second);
        expect(first.ok && formatUsd(first.value)).toBe(short.replace(/(\.[0-9]*?)0+$/, '$1').replace(/\.$/, ''));
      }),
    );
  });
});
