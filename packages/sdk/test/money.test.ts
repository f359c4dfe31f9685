import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nanoOf, usdOf } from '../src/spending/money.ts';

test('amounts are exact, there and back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (nano) => {
      expect(nanoOf(usdOf(nano))).toBe(nano);
    }),
  );
  expect(['0', '-0.000000001', '1.5', '12'].map(nanoOf)).toEqual([0n, -1n, 1_500_000_000n, 12_000_000_000n]);
  expect([0n, -1n, 1_500_000_000n, 12_000_000_000n].map(usdOf)).toEqual(['0', '-0.000000001', '1.5', '12']);
});

test.each(['', '1e3', '.5', '1.', '0.0000000001', '+1', ' 1', 'NaN'])('%s is no amount', (text) => {
  expect(() => nanoOf(text)).toThrow(/no amount of USD/);
});
