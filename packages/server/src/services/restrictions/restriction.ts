import type { ActionKind, Restriction } from '@cofferdam/core';

/** A restriction with what became of it. Times are epoch milliseconds. */
export interface KeptRestriction extends Restriction {
  readonly liftedMs: number | null;
  /** The id of a key or a person, or what ended it: `resume`, `limit`, `actions`, `deletion`. */
  readonly liftedBy: string | null;
}

export interface RestrictionRow {
  id: string;
  budget_id: string;
  budget_name: string;
  limit_version: number;
  subject: string;
  window_start: number;
  window_end: number | null;
  kind: ActionKind;
  at_ppm: number;
  requests_per_minute: number | null;
  agent: string | null;
  taken_at: number;
  lifted_at: number | null;
  lifted_by: string | null;
}

export function restrictionOf(row: RestrictionRow): KeptRestriction {
  return {
    id: row.id,
    budgetId: row.budget_id,
    budgetName: row.budget_name,
    limitVersion: row.limit_version,
    subject: row.subject,
    windowStartMs: row.window_start,
    windowEndMs: row.window_end,
    kind: row.kind,
    atPpm: row.at_ppm,
    requestsPerMinute: row.requests_per_minute,
    agent: row.agent,
    takenMs: row.taken_at,
    liftedMs: row.lifted_at,
    liftedBy: row.lifted_by,
  };
}

/** Whether it holds anybody at this time. */
export function isHeld({ liftedMs, windowEndMs }: KeptRestriction, timeMs: number): boolean {
  return liftedMs === null && (windowEndMs === null || timeMs < windowEndMs);
}
