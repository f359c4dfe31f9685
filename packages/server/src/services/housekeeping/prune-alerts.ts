import type { Pool } from '../../store/connection.ts';
import { leastId } from '../../store/partitions.ts';
import { sqlFile } from '../../store/sql-file.ts';

const dayMs = 86_400_000;

/** Messages that were delivered or given up are listed for so long. */
const deliveryRetentionMs = 30 * dayMs;

/** Alerts that are resolved are listed for so long. */
const alertRetentionMs = 180 * dayMs;

const deleteDeliveries = sqlFile('alerts/prune-deliveries.sql');
const deleteAlerts = sqlFile('alerts/prune-alerts.sql');

/** Deletes messages that are over and alerts that are resolved, once they are old: nothing that is open or on its way. */
export async function pruneAlerts(pool: Pool, nowMs: number): Promise<void> {
  while (((await pool.query(deleteDeliveries.text, [leastId(nowMs - deliveryRetentionMs)])).rowCount ?? 0) > 0);
  const before = nowMs - alertRetentionMs;
  await pool.query(deleteAlerts.text, [leastId(before), new Date(before)]);
}
