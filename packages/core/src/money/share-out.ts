/**
 * Shares a whole out by weights so that the shares add up to it exactly: each gets its part rounded towards zero, and
 * what is left goes, a unit each, to those that lost most by rounding; of two that lost the same, to the first. Weights
 * are none below zero; where all are zero, the first gets everything. There is at least one.
 */
export function shareOut(whole: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? whole : 0n));
  const magnitude = whole < 0n ? -whole : whole;
  const shares = weights.map((weight) => (magnitude * weight) / sum);
  const left = magnitude - shares.reduce((total, share) => total + share, 0n);
  const lost = weights.map((weight, index) => ({ index, rest: (magnitude * weight) % sum }));
  const byLoss = lost.toSorted((a, b) => {
    if (a.rest === b.rest) return a.index - b.index;
    return a.rest > b.rest ? -1 : 1;
  });
  for (const { index } of byLoss.slice(0, Number(left))) shares[index] = shares[index]! + 1n;
  return whole < 0n ? shares.map((share) => -share) : shares;
}
