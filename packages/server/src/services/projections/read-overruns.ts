import { inTransaction, type Pool } from '../../store/connection.ts';
import type { ReportFilters } from '../reports/report-dimension.ts';
import { type OpenWindow, readOpenWindows } from './open-windows.ts';
import { type ProjectedOverrun, projectWindows } from './project-windows.ts';

/**
 * The windows under way that are on course to pass their limits, with filters those of the subjects that
 * they name: an org's budget says nothing of one agent.
 */
export async function readOverruns(
  pool: Pool,
  orgId: string,
  filters: ReportFilters,
  nowMs: number,
): Promise<ProjectedOverrun[]> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const windows = await readOpenWindows(tx, orgId, nowMs);
    const asked = new Map(Object.entries(filters).filter(([, values]) => values !== undefined));
    const isOf = ({ budget, subject }: OpenWindow): boolean =>
      asked.size === 0 || asked.get(budget.per)?.includes(subject) === true;
    return projectWindows(tx, orgId, windows.filter(isOf), nowMs);
  });
}
