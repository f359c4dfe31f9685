import type { Budget, BudgetAction } from '@cofferdam/core';
import { figure } from '../../errors/describe-refusal.ts';
import type { Facts } from '../audit/change.ts';

const ppm = 1_000_000;

/** An action under the names of the wire. */
export function actionFacts({ atPpm, kind, requestsPerMinute }: BudgetAction): Facts {
  const rate = requestsPerMinute === null ? {} : { requests_per_minute: requestsPerMinute };
  return { at: atPpm / ppm, do: kind, ...rate };
}

/** What a budget says, under the names of the wire; its limit stands under the name that carries its unit. */
export function budgetFacts(budget: Budget): Facts {
  return {
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
    actions: budget.actions.map(actionFacts),
    notify: budget.notify,
  };
}
