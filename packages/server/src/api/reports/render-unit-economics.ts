import { divideHalfUp, formatUsd } from '@cofferdam/core';
import type { TaskCosts } from '../../services/reports/task-costs.ts';
import type { UnitEconomics } from '../../services/reports/unit-economics.ts';
import { renderWallet } from '../credits/render.ts';
import { renderBreakdownRow, renderStanding } from './render.ts';

const million = 1_000_000;

/** A share to six decimals; null of nothing. Ratios are no money: they may be floats. */
function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * million) / million;
}

function usdEach(nanoUsd: bigint, count: number): string | null {
  return count === 0 ? null : formatUsd(divideHalfUp(nanoUsd, BigInt(count)));
}

function renderTasks({ count, costNanoUsd, unpricedRecords }: TaskCosts): Record<string, unknown> {
  return { tasks: count, cost_usd: formatUsd(costNanoUsd), unpriced_records: unpricedRecords };
}

function renderTaskFigures({ tasks }: UnitEconomics): Record<string, unknown> {
  const { succeeded, failed, cancelled, unknown } = tasks;
  const spent = succeeded.costNanoUsd + failed.costNanoUsd + cancelled.costNanoUsd;
  return {
    cost_per_completed_task_usd: usdEach(spent, succeeded.count),
    failed_work_usd: formatUsd(failed.costNanoUsd + cancelled.costNanoUsd),
    succeeded: renderTasks(succeeded),
    failed: renderTasks(failed),
    cancelled: renderTasks(cancelled),
    unknown: renderTasks(unknown),
  };
}

function renderTokenFigures({ totals, modelCalls, cache }: UnitEconomics): Record<string, unknown> {
  const { inputTokens, outputTokens, cacheReadTokens, costNanoUsd } = modelCalls;
  return {
    cost_usd: formatUsd(totals.costNanoUsd),
    cost_per_1k_tokens_usd: usdEach(costNanoUsd * 1000n, inputTokens + outputTokens),
    output_input_ratio: ratio(outputTokens, inputTokens),
    cache_hit_rate: ratio(cacheReadTokens, inputTokens),
    cache_savings_usd: formatUsd(cache.savedNanoUsd),
    cache_unpriced_tokens: cache.unpricedTokens,
    estimated_share: ratio(Number(totals.estimatedNanoUsd), Number(totals.costNanoUsd)),
    unpriced_share: ratio(totals.unpricedRecords, totals.records),
  };
}

export function renderUnitEconomics(figures: UnitEconomics): Record<string, unknown> {
  const { anomalies, ofOrg, byAgent, byModel } = figures;
  return {
    ...renderTaskFigures(figures),
    ...renderTokenFigures(figures),
    by_agent: byAgent.map((row) => renderBreakdownRow(['agent'], row)),
    by_model: byModel.map((row) => renderBreakdownRow(['model'], row)),
    anomalous_events: anomalies.events,
    anomalous_usd: formatUsd(anomalies.costNanoUsd),
    wallet: ofOrg === null ? null : renderWallet(ofOrg.wallet),
    budgets: ofOrg === null ? null : ofOrg.budgets.map(renderStanding),
  };
}
