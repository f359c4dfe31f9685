import { formatUsd } from '@cofferdam/core';
import type { BreakdownRow } from '../../services/reports/breakdown.ts';
import type { Overview } from '../../services/reports/overview.ts';
import type { RefusalRow } from '../../services/reports/refusals.ts';
import type { ReportDimension } from '../../services/reports/report-dimension.ts';
import type { SeriesRow } from '../../services/reports/series.ts';
import type { UsageSums } from '../../services/reports/usage-sums.ts';
import { renderCredits } from '../credits/render.ts';
import { timeText } from '../render.ts';

export function renderSums(sums: UsageSums): Record<string, string | number> {
  return {
    cost_usd: formatUsd(sums.costNanoUsd),
    requests: sums.requests,
    input_tokens: sums.inputTokens,
    output_tokens: sums.outputTokens,
    cache_read_tokens: sums.cacheReadTokens,
    cache_write_tokens: sums.cacheWriteTokens,
    records: sums.records,
    estimated_usd: formatUsd(sums.estimatedNanoUsd),
    unpriced_records: sums.unpricedRecords,
  };
}

/** A row under its dimensions' own names. */
export function renderBreakdownRow(by: readonly ReportDimension[], row: BreakdownRow): Record<string, unknown> {
  const labels = Object.fromEntries(by.map((dimension, index) => [dimension, row.labels[index] ?? null]));
  return { ...labels, ...renderSums(row.sums) };
}

/** A point; `rest` marks the values that have no line of their own. */
export function renderSeriesRow(by: ReportDimension | null, row: SeriesRow): Record<string, unknown> {
  const label = by === null ? {} : { [by]: row.line.label, rest: row.line.isRest };
  return { time: timeText(row.timeMs), ...label, ...renderSums(row.sums) };
}

export function renderRefusalRow(row: RefusalRow): Record<string, unknown> {
  const { code, agent, budget, count, requiredNanoUsd } = row;
  return { code, agent, budget, count, required_usd: formatUsd(requiredNanoUsd) };
}

export function renderOverview(overview: Overview): Record<string, unknown> {
  const { totals, refused, open, wallet, topAgents, topModels } = overview;
  return {
    ...renderSums(totals),
    refused,
    open_reservations: open.count,
    reserved_usd: formatUsd(open.reservedNanoUsd),
    wallet: wallet === null ? null : renderCredits(wallet),
    top_agents: topAgents.map((row) => renderBreakdownRow(['agent'], row)),
    top_models: topModels.map((row) => renderBreakdownRow(['model'], row)),
  };
}
