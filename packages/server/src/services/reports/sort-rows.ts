import type { BreakdownRow } from './breakdown.ts';
import type { UsageSums } from './usage-sums.ts';

/** What the rows of a breakdown can be ordered by. */
export const sortMeasures = ['cost', 'previous', 'change', 'requests', 'tokens', 'cost_per_request', 'name'] as const;

export type SortMeasure = (typeof sortMeasures)[number];

export type SortOrder = 'asc' | 'desc';

function compareNumbers(one: bigint | number, other: bigint | number): number {
  return one < other ? -1 : Number(one > other);
}

/** Fractions, compared without dividing: money is whole. What has no denominator stands below all others. */
function compareFractions([a, b]: readonly [bigint, bigint], [c, d]: readonly [bigint, bigint]): number {
  if (b === 0n || d === 0n) return compareNumbers(b, d);
  return compareNumbers(a * d, c * b);
}

function tokensOf({ inputTokens, outputTokens }: UsageSums): number {
  return inputTokens + outputTokens;
}

/** Of the spend on that of the period before. */
function changeOf({ sums, previous }: BreakdownRow): readonly [bigint, bigint] {
  return [sums.costNanoUsd, previous?.costNanoUsd ?? 0n];
}

function costEach({ sums }: BreakdownRow): readonly [bigint, bigint] {
  return [sums.costNanoUsd, BigInt(Math.max(sums.requests, 0))];
}

type Compare = (one: BreakdownRow, other: BreakdownRow) => number;

const comparisons: { readonly [measure in SortMeasure]: Compare } = {
  cost: (one, other) => compareNumbers(one.sums.costNanoUsd, other.sums.costNanoUsd),
  previous: (one, other) => compareNumbers(changeOf(one)[1], changeOf(other)[1]),
  change: (one, other) => compareFractions(changeOf(one), changeOf(other)),
  requests: (one, other) => compareNumbers(one.sums.requests, other.sums.requests),
  tokens: (one, other) => compareNumbers(tokensOf(one.sums), tokensOf(other.sums)),
  cost_per_request: (one, other) => compareFractions(costEach(one), costEach(other)),
  name: (one, other) => (one.labels.join('\n') < other.labels.join('\n') ? -1 : 1),
};

/** Orders rows; those that are alike stay as they were, the highest cost first. A name comes before those after it. */
export function sortRows(
  rows: readonly BreakdownRow[],
  measure: SortMeasure,
  order: SortOrder,
): readonly BreakdownRow[] {
  const compare = comparisons[measure];
  return rows.toSorted((one, other) => (order === 'desc' ? compare(other, one) : compare(one, other)));
}
