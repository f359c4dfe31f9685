import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideHalfUp, divideUp, roundHalfUp, roundUp } from '../../src/money/index.ts';

describe('rounding pico-USD to nano-USD', () => {
  it.each([
    [0n, 0n, 0n],
    [1n, 0n, 1n],
    [499n, 0n, 1n],
    [500n, 1n, 1n],
    [501n, 1n, 1n],
    [999n, 1n, 1n],
    [1000n, 1n, 1n],
    [1001n, 1n, 2n],
    [1500n, 2n, 2n],
    [2500n, 3n, 3n],
    [-499n, 0n, 0n],
    [-500n, -1n, 0n],
    [-1500n, -2n, -1n],
    [-2000n, -2n, -2n],
  ])('%s pico: %s half up, %s up', (pico, halfUp, up) => {
    expect(roundHalfUp(pico)).toBe(halfUp);
    expect(roundUp(pico)).toBe(up);
  });

  it('handles odd divisors, whose half is no integer', () => {
    expect([1n, 2n, 3n, 4n, 5n, -1n, -2n].map((dividend) => divideHalfUp(dividend, 3n))).toEqual([
      0n,
      1n,
      1n,
      1n,
      2n,
      0n,
      -1n,
    ]);
  });

  it('is never off by more than half, and mirrors around zero', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 10n ** 6n }),
        (n, d) => {
          const twiceError = 2n * (divideHalfUp(n, d) * d - n);
          expect(twiceError <= d && twiceError >= -d).toBe(true);
          expect(divideHalfUp(-n, d)).toBe(-divideHalfUp(n, d));
          const slack = divideUp(n, d) * d - n;
          expect(slack >= 0n && slack < d).toBe(true);
        },
      ),
    );
  });
});
