import type { Random } from './random.ts';

/** Points of a distribution's quantile function: a share of all values, and the value that this share stays under. Both rise, from share 0 to share 1. */
export type Quantiles = readonly (readonly [share: number, value: number])[];

/**
 * Draws from a distribution given by its quantiles. Between two points the logarithm of the value runs straight,
 * which suits figures that spread over several powers of ten.
 */
export function draw(quantiles: Quantiles, random: Random): number {
  const share = random();
  const upper = quantiles.findIndex(([edge]) => edge > share);
  const [fromShare, fromValue] = quantiles[upper - 1] ?? [0, 1];
  const [toShare, toValue] = quantiles[upper] ?? [1, 1];
  const position = (share - fromShare) / (toShare - fromShare);
  return fromValue * (toValue / fromValue) ** position;
}
