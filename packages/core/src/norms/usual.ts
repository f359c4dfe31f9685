import { countOf, type Norm, type NormPart, sinceOf, sketchesOf } from './norm.ts';
import { amountAtRank, quantile, totalOf } from './sketch.ts';

/** What is usual of one part of a norm, as far as the buckets tell. */
export interface Usual {
  /** How many charges, or runs, it is known from, and since when. */
  readonly count: number;
  readonly sinceMs: number;
  readonly median: bigint;
  readonly p95: bigint;
  /** What one in a hundred reaches, and at least ten did. */
  readonly high: bigint;
  /** What others are compared with. */
  readonly norm: bigint;
}

/** As many charges of a size make that size usual. */
const usualCount = 10;

/** A charge within twice what was high before is no surprise, with the default factor of ten. */
const highShare = 5n;

function atTop(sketches: ReturnType<typeof sketchesOf>): bigint {
  const total = totalOf(sketches);
  const from = Math.min(total, Math.max(usualCount, Math.ceil(total / 100)));
  return amountAtRank(sketches, total - from + 1);
}

/**
 * What is usual of a part; null where nothing is known. The norm is the median, which no few charges can move; where an
 * agent's own charges are spread wide, so that ten of them or one in a hundred cost more than five times the median, it is
 * a fifth of what those cost.
 */
export function usualOf(norm: Norm | null, part: NormPart): Usual | null {
  if (norm === null) return null;
  const sketches = sketchesOf(norm, part);
  if (totalOf(sketches) === 0) return null;
  const [median, p95, high] = [quantile(sketches, 500_000), quantile(sketches, 950_000), atTop(sketches)];
  const wide = (high + highShare - 1n) / highShare;
  return { count: countOf(norm), sinceMs: sinceOf(norm), median, p95, high, norm: median > wide ? median : wide };
}

/** The median of a part, or null where nothing is known of it. */
export function medianOf(norm: Norm, part: NormPart): bigint | null {
  const sketches = sketchesOf(norm, part);
  return totalOf(sketches) === 0 ? null : quantile(sketches, 500_000);
}
