import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scalePrice } from '../../src/services/price-book/exact-decimal.ts';

describe('scalePrice reads a listed double as the decimal that was meant', () => {
  it.each<[number, bigint, boolean]>([
    [0, 0n, false],
    [2.5, 2_500_000n, false],
    [0.1, 100_000n, false],
    [0.003625, 3625n, false],
    [1e-6, 1n, false],
    [5e-7, 1n, true],
    [1e21, 10n ** 27n, false],
    [0.18000000000000002, 180_000n, true],
    [0.1 + 0.2, 300_000n, true],
    [0.08333333333333334, 83_334n, true],
    [0.0000014, 2n, true],
  ])('%d: %s, adjusted: %s', (listed, value, adjusted) => {
    expect(scalePrice(listed, 6)).toEqual({ value, adjusted });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no price', (listed) => {
    expect(() => scalePrice(listed, 6)).toThrow(RangeError);
  });

  it('is exact for every price of at most six decimals', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (micros) => {
        expect(scalePrice(micros / 1e6, 6)).toEqual({ value: BigInt(micros), adjusted: false });
      }),
    );
  });
});
