import { type Budget, type Counter, limitOfBudget } from '@cofferdam/core';
import { figure, limitFigures } from '../../errors/describe-refusal.ts';
import { timeText, timeTextOrNull } from '../render.ts';

const ppm = 1_000_000;

/** A budget as every route shows it; its limit stands under the name that carries its unit. */
export function renderBudget(budget: Budget): Record<string, unknown> {
  return {
    id: budget.id,
    name: budget.name,
    owner: budget.owner,
    per: budget.per,
    match: budget.match,
    window: budget.unit === 'concurrent' ? null : budget.window,
    timezone: budget.timeZone,
    [`limit_${budget.unit}`]: figure(budget.unit, budget.limit),
    enforcement: budget.enforcement,
    allow_free: budget.allowFree,
    wind_down: budget.windDownPpm === null ? null : budget.windDownPpm / ppm,
    thresholds: budget.thresholdsPpm.map((share) => share / ppm),
    notify: budget.notify,
    counts_from: timeText(budget.countsFromMs),
    created_at: timeText(budget.createdMs),
  };
}

/** What a budget has counted for one subject in one window. */
export function renderCounter(budget: Budget, counter: Counter): Record<string, unknown> {
  return {
    subject: counter.subject,
    window_start: timeText(counter.windowStartMs),
    window_end: timeTextOrNull(counter.windowEndMs),
    ...limitFigures(limitOfBudget(budget), counter),
  };
}
