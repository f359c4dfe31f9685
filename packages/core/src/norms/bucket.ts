/**
 * Buckets of amounts whose width grows with the amount: sixteen for each power of two, and one for each amount below 32.
 * The middle of a bucket is at most 1/32 (3.125 %) away from any amount in it. Computed in integers: the same amount is in
 * the same bucket on every machine.
 */
const subBits = 4;
const subCount = 1 << subBits;
const exactBelow = 2n * BigInt(subCount);

/** The largest amount that Postgres can keep; what is larger counts as this. */
const largest = (1n << 63n) - 1n;
const largestBits = 63;

/** As many buckets as there are for amounts from 0 up to the largest bigint of Postgres. */
export const bucketCount = subCount * (largestBits - subBits - 1) + 2 * subCount;

function bitLength(amount: bigint): number {
  const high = Number(amount >> 32n);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(Number(amount));
}

/** The bucket of an amount, which is not negative. */
export function bucketOf(amount: bigint): number {
  const value = amount > largest ? largest : amount;
  if (value < exactBelow) return Number(value);
  const shift = bitLength(value) - subBits - 1;
  return subCount * shift + Number(value >> BigInt(shift));
}

/** The middle of a bucket: what stands for every amount in it. */
export function middleOf(bucket: number): bigint {
  if (bucket < exactBelow) return BigInt(bucket);
  const shift = BigInt((bucket >> subBits) - 1);
  const least = BigInt(subCount + (bucket & (subCount - 1))) << shift;
  return least + (1n << (shift - 1n));
}
