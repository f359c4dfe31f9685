import { divideHalfUp, formatUsd } from '@cofferdam/core';
import type { Breakdown, ComparedSums } from '../../services/reports/breakdown.ts';
import type { ReportDimension } from '../../services/reports/report-dimension.ts';
import { renderBreakdownRow, renderCompared } from './render.ts';

const million = 1_000_000;

/** To six decimals; null of nothing. Ratios are no money: they may be floats. */
function ratio(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Math.round((Number(part) / Number(whole)) * million) / million;
}

/** What sums are worth beside the others: their share of the cost, what a request cost, the change of the cost. */
export function renderMeasures({ sums, previous }: ComparedSums, totals: ComparedSums): Record<string, unknown> {
  const { costNanoUsd: cost, requests } = sums;
  const before = previous?.costNanoUsd ?? 0n;
  return {
    share: ratio(cost, totals.sums.costNanoUsd),
    cost_per_request_usd: requests > 0 ? formatUsd(divideHalfUp(cost, BigInt(requests))) : null,
    ...(previous === null ? {} : { change: ratio(cost - before, before) }),
  };
}

type Rendered = Record<string, unknown>;

interface RenderedBreakdown {
  readonly data: readonly Rendered[];
  readonly other: Rendered | null;
  readonly totals: Rendered;
}

export function renderBreakdown(by: readonly ReportDimension[], { rows, other, totals }: Breakdown): RenderedBreakdown {
  return {
    data: rows.map((row) => ({ ...renderBreakdownRow(by, row), ...renderMeasures(row, totals) })),
    other: other === null ? null : { groups: other.groups, ...renderCompared(other), ...renderMeasures(other, totals) },
    totals: { ...renderCompared(totals), ...renderMeasures(totals, totals) },
  };
}
