import { formatUsd, type MethodError, type PastError } from '@cofferdam/core';
import { figure } from '../../errors/describe-refusal.ts';
import type { ProjectedOverrun } from '../../services/projections/project-windows.ts';
import type { Projection } from '../../services/projections/read-projection.ts';
import { timeText } from '../render.ts';

function usdOrNull(nanoUsd: bigint | null): string | null {
  return nanoUsd === null ? null : formatUsd(nanoUsd);
}

/** A share as percent with one decimal. */
function percent(share: number): number {
  return Math.round(share * 1_000) / 10;
}

function renderError(error: PastError | null): Record<string, number> | null {
  if (error === null) return null;
  return { predictions: error.predictions, mean_percent: percent(error.mean), median_percent: percent(error.median) };
}

function renderMethod({ all, sameDay }: MethodError): Record<string, unknown> {
  return { all_days: renderError(all), same_day: renderError(sameDay) };
}

/** A budget that is on course to be passed; figures are in its own unit. */
export function renderOverrun(overrun: ProjectedOverrun): Record<string, unknown> {
  const { budget, subject, windowStartMs, windowEndMs, spent, projected, crossesAtMs } = overrun;
  const { unit } = budget;
  return {
    budget: budget.id,
    name: budget.name,
    owner: budget.owner,
    per: budget.per,
    subject,
    enforcement: budget.enforcement,
    window: budget.window,
    window_start: timeText(windowStartMs),
    window_end: timeText(windowEndMs),
    [`limit_${unit}`]: figure(unit, budget.limit),
    [`spent_${unit}`]: figure(unit, spent),
    [`projected_${unit}`]: figure(unit, projected),
    crosses_at: timeText(crossesAtMs),
  };
}

export function renderProjection(projection: Projection): Record<string, unknown> {
  const { forecast, pastErrors } = projection;
  return {
    as_of: timeText(projection.asOfMs),
    month_start: timeText(projection.monthStartMs),
    month_end: timeText(projection.monthEndMs),
    spent_usd: formatUsd(projection.spentNanoUsd),
    linear: { month_end_usd: usdOrNull(projection.linearNanoUsd) },
    forecast: {
      month_end_usd: formatUsd(forecast.monthEndNanoUsd),
      low_usd: usdOrNull(forecast.lowNanoUsd),
      high_usd: usdOrNull(forecast.highNanoUsd),
      data: forecast.days.map(({ startMs, nanoUsd }) => ({ time: timeText(startMs), cost_usd: formatUsd(nanoUsd) })),
    },
    past_error: {
      months: pastErrors.months,
      linear: renderMethod(pastErrors.linear),
      forecast: renderMethod(pastErrors.forecast),
    },
    data: projection.days.map(({ startMs, nanoUsd }) => ({ time: timeText(startMs), cost_usd: formatUsd(nanoUsd) })),
  };
}
