import { type NanoUsd, PICO_USD_PER_NANO_USD, type PicoUsd } from './nano-usd.ts';

/**
 * Rounds a sum of pico-USD to nano-USD, halves away from zero: the rule for charges. It is applied once, to the whole
 * charge; a sum of rounded parts would drift from the provider's bill. Below zero it mirrors the rule above zero, so
 * that undoing a charge undoes all of it.
 */
export function roundHalfUp(pico: PicoUsd): NanoUsd {
  return divideHalfUp(pico, PICO_USD_PER_NANO_USD);
}

/** Rounds a sum of pico-USD up to nano-USD: the rule for reservations, which may not hold less than the charge. */
export function roundUp(pico: PicoUsd): NanoUsd {
  return divideUp(pico, PICO_USD_PER_NANO_USD);
}

/** Divides by a positive divisor, halves away from zero. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  if (divisor % 2n === 0n) return (dividend < 0n ? dividend - half : dividend + half) / divisor;
  return divideHalfUp(dividend * 2n, divisor * 2n);
}

/** Divides by a positive divisor, towards positive infinity. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend > 0n && dividend % divisor !== 0n ? quotient + 1n : quotient;
}
