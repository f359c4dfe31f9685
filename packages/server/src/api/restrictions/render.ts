import { isHeld, type KeptRestriction } from '../../services/restrictions/restriction.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** A restriction as every route shows it. */
export function renderRestriction(restriction: KeptRestriction, nowMs: number): Record<string, unknown> {
  return {
    id: restriction.id,
    budget: restriction.budgetId,
    budget_name: restriction.budgetName,
    subject: restriction.subject,
    window_start: timeText(restriction.windowStartMs),
    window_end: timeTextOrNull(restriction.windowEndMs),
    do: restriction.kind,
    at: restriction.atPpm / 1e6,
    requests_per_minute: restriction.requestsPerMinute,
    agent: restriction.agent,
    active: isHeld(restriction, nowMs),
    taken_at: timeText(restriction.takenMs),
    lifted_at: timeTextOrNull(restriction.liftedMs),
    lifted_by: restriction.liftedBy,
  };
}
