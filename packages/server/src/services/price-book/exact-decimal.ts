/** An exact decimal: `digits` times 10 to the minus `decimals`. */
interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

export interface ScaledPrice {
  /** The price in units of 10 to the minus `decimals` USD. */
  readonly value: bigint;
  /** Whether the listed number has more decimals than a price can have, so that `value` is the next one above it. */
  readonly adjusted: boolean;
}

// A double cannot tell apart decimals closer than this part of themselves: 0.18000000000000002 is 0.18 after a sum.
const FLOAT_NOISE = 10n ** 15n;

/**
 * Reads a listed price, a double, as the decimal that was meant: its shortest decimal writing. Digits beyond `decimals`
 * that are a double's noise are dropped; others are rounded up, so that the charge is never below the listed price.
 * Throws a RangeError for what is no price.
 */
export function scalePrice(listed: number, decimals: number): ScaledPrice {
  if (!Number.isFinite(listed) || listed < 0) throw new RangeError(`${listed} is no price`);
  const decimal = readShortest(listed);
  if (decimal.decimals <= decimals) {
    return { value: decimal.digits * 10n ** BigInt(decimals - decimal.decimals), adjusted: false };
  }
  const unit = 10n ** BigInt(decimal.decimals - decimals);
  const nearest = (decimal.digits + unit / 2n) / unit;
  const error = nearest * unit - decimal.digits;
  if ((error < 0n ? -error : error) * FLOAT_NOISE <= decimal.digits) return { value: nearest, adjusted: true };
  return { value: (decimal.digits + unit - 1n) / unit, adjusted: true };
}

function readShortest(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const decimals = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return decimals >= 0 ? { digits, decimals } : { digits: digits * 10n ** BigInt(-decimals), decimals: 0 };
}
