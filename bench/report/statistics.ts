/** The value that the given share of the values does not exceed, by the nearest rank; 0 where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(sorted.length * share));
  return sorted[rank - 1] ?? 0;
}

/** The middle one of an odd number of values, the lower of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
