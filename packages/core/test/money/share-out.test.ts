import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOut } from '../../src/index.ts';

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 12 });
const whole = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

it('gives away the whole, and no share is a unit or more from its exact part', () => {
  fc.assert(
    fc.property(whole, weights, (amount, parts) => {
      const shares = shareOut(amount, parts);
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
      const sum = parts.reduce((total, part) => total + part, 0n);
      if (sum === 0n) return;
      for (const [index, share] of shares.entries()) {
        const off = share * sum - amount * parts[index]!;
        expect(off < sum && off > -sum).toBe(true);
      }
    }),
  );
});

it('is worked out by hand: 10 by 1, 1 and 1, by 2, 3 and 0, and where nothing weighs', () => {
  expect(shareOut(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
  expect(shareOut(-10n, [1n, 1n, 1n])).toEqual([-4n, -3n, -3n]);
  expect(shareOut(7n, [2n, 3n, 0n])).toEqual([3n, 4n, 0n]);
  expect(shareOut(5n, [0n, 0n])).toEqual([5n, 0n]);
});
