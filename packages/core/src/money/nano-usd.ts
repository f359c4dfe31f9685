/** Money: an integer count of nano-USD (10^-9 USD). Every amount that is kept, compared or added is one of these. */
export type NanoUsd = bigint;

/** A rate or an unrounded sum: an integer count of pico-USD (10^-12 USD). It never leaves rating unrounded. */
export type PicoUsd = bigint;

export const USD_DECIMALS = 9;

export const NANO_USD_PER_USD: NanoUsd = 10n ** 9n;

export const PICO_USD_PER_NANO_USD: PicoUsd = 1000n;

/**
 * The largest amount that is taken in one figure, one thousand million USD. It leaves room for nine such figures in a
 * signed 64-bit column, so that sums are refused by the database before they could wrap.
 */
export const MAX_AMOUNT_NANO_USD: NanoUsd = 10n ** 9n * NANO_USD_PER_USD;
