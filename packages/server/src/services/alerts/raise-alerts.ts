import type { Queryable } from '../../store/connection.ts';
import { type Cell, columnsOf, timestamp, timestampOrNull } from '../../store/lane/columns.ts';
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

/**
 * Raises alerts inside a transaction of the org, in one statement: each is stored and queued for delivery if nothing with its `dedupeKey`
 * ever was, and passed over otherwise. Returns the ids of those that fired.
 */
export async function raiseAlerts(
  tx: Queryable,
  orgId: string,
  alerts: readonly NewAlert[],
): Promise<readonly string[]> {
  if (alerts.length === 0) return [];
  const values = [orgId, ...columnsOf(alerts, columns)];
  const { rows } = await tx.query<{ id: string }>({ ...statements.raiseAlerts, values });
  return rows.map(({ id }) => id);
}
