import type { Queryable } from '../../store/connection.ts';
import { type Cell, columnsOf, timestamp, timestampOrNull } from '../../store/lane/columns.ts';
import type { Statement } from '../../store/sql-file.ts';
import type { NewAlert } from './alert.ts';
import { statements } from './statements.ts';

const columns: readonly ((alert: NewAlert) => Cell)[] = [
  (alert) => alert.id,
  (alert) => alert.type,
  (alert) => alert.severity,
  (alert) => alert.dedupeKey,
  (alert) => alert.budgetId,
  (alert) => alert.budgetName,
  (alert) => alert.owner,
  (alert) => alert.agent,
  (alert) => alert.team,
  (alert) => alert.subject,
  (alert) => timestampOrNull(alert.windowStartMs),
  (alert) => timestampOrNull(alert.windowEndMs),
  (alert) => alert.limitVersion,
  (alert) => alert.thresholdPpm,
  (alert) => timestamp(alert.timeMs),
  (alert) => JSON.stringify(alert.figures),
  (alert) => JSON.stringify(alert.notify),
];

/** A statement with its values, for a connection that pipelines. */
export interface Prepared extends Statement {
  readonly values: unknown[];
}

/** One statement that raises any number of alerts of one org; its rows are the ids of those that were not there yet. */
export function raising(orgId: string, alerts: readonly NewAlert[]): Prepared {
  return { ...statements.raiseAlerts, values: [orgId, ...columnsOf(alerts, columns)] };
}

/**
 * Raises alerts inside a transaction of the org: each is stored and queued for delivery if nothing with its `dedupeKey`
 * ever was, and passed over otherwise. Returns the ids of those that fired.
 */
export async function raiseAlerts(
  tx: Queryable,
  orgId: string,
  alerts: readonly NewAlert[],
): Promise<readonly string[]> {
  if (alerts.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(raising(orgId, alerts));
  return rows.map(({ id }) => id);
}
