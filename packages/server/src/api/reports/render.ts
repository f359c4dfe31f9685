import { formatUsd } from '@cofferdam/core';
import type { BreakdownRow, ComparedSums } from '../../services/reports/breakdown.ts';
import type { BudgetStanding } from '../../services/reports/budget-standings.ts';
import type { OpenAlerts, Overview } from '../../services/reports/overview.ts';
import type { RefusalDimension, RefusalRow, RefusalTotals } from '../../services/reports/refusals.ts';
import type { ReportDimension } from '../../services/reports/report-dimension.ts';
import type { SeriesRow } from '../../services/reports/series.ts';
import type { UsageSums } from '../../services/reports/usage-sums.ts';
import { renderAlert } from '../alerts/render.ts';
import { renderCounter } from '../budgets/render.ts';
import { renderWallet } from '../credits/render.ts';
import { timeText } from '../render.ts';

function renderSums(sums: UsageSums): Record<string, string | number> {
  return {
    cost_usd: formatUsd(sums.costNanoUsd),
    requests: sums.requests,
    tokens: sums.inputTokens + sums.outputTokens,
    input_tokens: sums.inputTokens,
    output_tokens: sums.outputTokens,
    cache_read_tokens: sums.cacheReadTokens,
    cache_write_tokens: sums.cacheWriteTokens,
    cache_write_1h_tokens: sums.cacheWrite1hTokens,
    reasoning_tokens: sums.reasoningTokens,
    audio_input_tokens: sums.audioInputTokens,
    audio_output_tokens: sums.audioOutputTokens,
    image_input_tokens: sums.imageInputTokens,
    image_output_tokens: sums.imageOutputTokens,
    records: sums.records,
    estimated_usd: formatUsd(sums.estimatedNanoUsd),
    unpriced_records: sums.unpricedRecords,
    late_records: sums.lateRecords,
  };
}

/** Sums, with those of the period before where they were asked for. */
export function renderCompared({ sums, previous }: ComparedSums): Record<string, unknown> {
  return { ...renderSums(sums), ...(previous === null ? {} : { previous: renderSums(previous) }) };
}

/** A row under its dimensions' own names. */
export function renderBreakdownRow(by: readonly ReportDimension[], row: BreakdownRow): Record<string, unknown> {
  const labels = Object.fromEntries(by.map((dimension, index) => [dimension, row.labels[index] ?? null]));
  return { ...labels, ...renderCompared(row) };
}

/** A point; `rest` marks the values that have no line of their own. */
export function renderSeriesRow(by: ReportDimension | null, row: SeriesRow): Record<string, unknown> {
  const label = by === null ? {} : { [by]: row.line.label, rest: row.line.isRest };
  return { time: timeText(row.timeMs), ...label, ...renderSums(row.sums) };
}

export function renderRefusals({ count, requiredNanoUsd }: RefusalTotals): Record<string, string | number> {
  return { count, required_usd: formatUsd(requiredNanoUsd) };
}

export function renderRefusalRow(
  by: readonly RefusalDimension[],
  row: RefusalRow,
): Record<string, string | number | null> {
  const labels = Object.fromEntries(by.map((dimension, index) => [dimension, row.labels[index] ?? null]));
  return { ...labels, ...renderRefusals(row) };
}

function renderAlerts({ bySeverity, latest }: OpenAlerts): Record<string, unknown> {
  const of = (severity: string): number => bySeverity.get(severity) ?? 0;
  const [critical, warning, info] = ['critical', 'warning', 'info'].map(of);
  const open = [...bySeverity.values()].reduce((sum, count) => sum + count, 0);
  return { open, critical, warning, info, latest: latest.map(renderAlert) };
}

export function renderStanding({ budget, counter }: BudgetStanding): Record<string, unknown> {
  const { id, name, per, window } = budget;
  return { budget: id, name, per, window, ...renderCounter(budget, counter) };
}

export function renderOverview(overview: Overview): Record<string, unknown> {
  const { totals, refused, open, ofOrg, topAgents, topModels } = overview;
  return {
    ...renderCompared(totals),
    refused: refused.count,
    refused_usd: formatUsd(refused.requiredNanoUsd),
    open_reservations: open.count,
    reserved_usd: formatUsd(open.reservedNanoUsd),
    wallet: ofOrg === null ? null : renderWallet(ofOrg.wallet),
    alerts: ofOrg === null ? null : renderAlerts(ofOrg.alerts),
    budgets: ofOrg === null ? null : ofOrg.budgets.map(renderStanding),
    top_agents: topAgents.map((row) => renderBreakdownRow(['agent'], row)),
    top_models: topModels.map((row) => renderBreakdownRow(['model'], row)),
  };
}
