import { bucketCount, bucketOf, middleOf } from './bucket.ts';

/**
 * How amounts are spread, in constant memory: a count for each bucket. Sketches of two sets of amounts, merged, are the
 * sketch of both: merging is an addition, so neither order nor grouping matters. Counts are below 2^32.
 */
export class Sketch {
  readonly #counts = new Uint32Array(bucketCount);
  #total = 0;

  /** How many amounts it has seen. */
  get total(): number {
    return this.#total;
  }

  add(amount: bigint): void {
    this.addToBucket(bucketOf(amount), 1);
  }

  addToBucket(bucket: number, count: number): void {
    this.#counts[bucket] = this.#counts[bucket]! + count;
    this.#total += count;
  }

  merge(other: Sketch): void {
    for (const [bucket, count] of other.buckets()) this.addToBucket(bucket, count);
  }

  /** The buckets that hold something, from the smallest amounts to the largest. */
  *buckets(): Generator<readonly [bucket: number, count: number]> {
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      const count = this.#counts[bucket]!;
      if (count > 0) yield [bucket, count];
    }
  }

  count(bucket: number): number {
    return this.#counts[bucket]!;
  }
}

/** The amount that has the rank among all that the sketches have seen: 1 is the smallest, the total the largest. */
export function amountAtRank(sketches: readonly Sketch[], rank: number): bigint {
  let seen = 0;
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    for (const sketch of sketches) seen += sketch.count(bucket);
    if (seen >= rank) return middleOf(bucket);
  }
  throw new RangeError(`there is no rank ${rank} among ${seen}`);
}

export function totalOf(sketches: readonly Sketch[]): number {
  return sketches.reduce((sum, sketch) => sum + sketch.total, 0);
}

/** The least amount that at least a share of all, in millionths, is not above. There is at least one amount. */
export function quantile(sketches: readonly Sketch[], sharePpm: number): bigint {
  return amountAtRank(sketches, Math.max(1, Math.ceil((totalOf(sketches) * sharePpm) / 1_000_000)));
}
