import type { PauseCause } from '@cofferdam/core';

/** What a row of the registry says about who paused an agent; the budget is its id and its name. */
export interface PauseCauseRow {
  paused_restriction: string | null;
  paused_alert: string | null;
  paused_budget: readonly [id: string, name: string] | null;
}

export function pauseCauseOf(row: PauseCauseRow): PauseCause | null {
  const { paused_restriction: restrictionId, paused_alert: alertId, paused_budget: budget } = row;
  if (restrictionId !== null && budget !== null)
    return { kind: 'budget', restrictionId, budgetId: budget[0], budgetName: budget[1] };
  return alertId === null ? null : { kind: 'anomaly', alertId };
}
