import type { Pool } from '../../store/connection.ts';
import { addJobs } from './jobs.ts';
import { statements } from './statements.ts';

/**
 * Has deliveries attempted whose time is over and that nobody is at: a worker that is killed keeps its job locked for
 * hours, and what it had taken would wait as long. Returns how many there were.
 */
export async function rescueOverdue(pool: Pool, clockMs: number | null): Promise<number> {
  const at = clockMs === null ? null : new Date(clockMs);
  const { rows } = await pool.query<{ org_id: string; id: string }>({ ...statements.overdueDeliveries, values: [at] });
  for (const { org_id: orgId, id } of rows) await addJobs(pool, orgId, [{ deliveryId: id, delayMs: 0 }]);
  return rows.length;
}
