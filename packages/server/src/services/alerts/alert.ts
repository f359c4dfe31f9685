import type { Unit } from '@cofferdam/core';

export const alertTypes = [
  'budget_threshold',
  'budget_exhausted',
  'budget_refused',
  'wallet_low',
  'wallet_empty',
  'reservation_expired',
  'budget_overrun_projected',
  'anomaly',
  'model_unpriced',
  'channel_failing',
] as const;

export type AlertType = (typeof alertTypes)[number];

/** From the least to the gravest. */
export const severities = ['info', 'warning', 'critical'] as const;

export type Severity = (typeof severities)[number];

export const alertStates = ['open', 'acknowledged', 'snoozed', 'resolved'] as const;

export type AlertState = (typeof alertStates)[number];

/**
 * What an alert says in figures, as it was when it fired. `amounts` are exact integers as text, in `unit` (nano-USD for
 * `usd`): limit, spent, reserved, required, projected, balance, cost, norm. `facts` are words: per, window, time_zone,
 * enforcement, action, provider, model, cause and others, by the type of the alert.
 */
export interface AlertFigures {
  readonly unit: Unit;
  readonly amounts: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, string>>;
}

/** An alert as it fires. Times are epoch milliseconds; what does not apply is null. */
export interface NewAlert {
  readonly id: string;
  readonly type: AlertType;
  readonly severity: Severity;
  /** The same key never fires twice in an org. */
  readonly dedupeKey: string;
  readonly budgetId: string | null;
  readonly budgetName: string | null;
  readonly owner: string | null;
  readonly agent: string | null;
  readonly team: string | null;
  readonly subject: string | null;
  readonly windowStartMs: number | null;
  /** When it resolves by itself. */
  readonly windowEndMs: number | null;
  readonly limitVersion: number | null;
  /** The share of the limit that was crossed, in millionths. */
  readonly thresholdPpm: number | null;
  readonly timeMs: number;
  readonly figures: AlertFigures;
  /** Names of the channels that its budget names. */
  readonly notify: readonly string[];
}

/** An alert with what became of it. */
export interface Alert extends NewAlert {
  readonly state: AlertState;
  readonly snoozedUntilMs: number | null;
  readonly changedMs: number | null;
  /** The id of a key, or why it changed by itself: `window`, `snooze`, `top_up`, `recovery`. */
  readonly changedBy: string | null;
}

/** A row of the table, with times as the pool reads them. */
export interface AlertRow {
  readonly id: string;
  readonly type: AlertType;
  readonly severity: Severity;
  readonly dedupe_key: string;
  readonly budget_id: string | null;
  readonly budget_name: string | null;
  readonly owner: string | null;
  readonly agent: string | null;
  readonly team: string | null;
  readonly subject: string | null;
  readonly window_start: number | null;
  readonly window_end: number | null;
  readonly limit_version: number | null;
  readonly threshold_ppm: number | null;
  readonly time: number;
  readonly figures: AlertFigures;
  readonly notify: readonly string[];
  readonly state: AlertState;
  readonly snoozed_until: number | null;
  readonly changed_at: number | null;
  readonly changed_by: string | null;
}

export function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    type: row.type,
    severity: row.severity,
    dedupeKey: row.dedupe_key,
    budgetId: row.budget_id,
    budgetName: row.budget_name,
    owner: row.owner,
    agent: row.agent,
    team: row.team,
    subject: row.subject,
    windowStartMs: row.window_start,
    windowEndMs: row.window_end,
    limitVersion: row.limit_version,
    thresholdPpm: row.threshold_ppm,
    timeMs: row.time,
    figures: row.figures,
    notify: row.notify,
    state: row.state,
    snoozedUntilMs: row.snoozed_until,
    changedMs: row.changed_at,
    changedBy: row.changed_by,
  };
}
