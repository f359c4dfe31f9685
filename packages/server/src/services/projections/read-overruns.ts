import { inTransaction, type Pool } from '../../store/connection.ts';
import { readOpenWindows } from './open-windows.ts';
import { type ProjectedOverrun, projectWindows } from './project-windows.ts';

/** The windows under way that are on course to pass their limits, those of one agent only where it is named. */
export async function readOverruns(
  pool: Pool,
  orgId: string,
  agent: string | null,
  nowMs: number,
): Promise<ProjectedOverrun[]> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const windows = await readOpenWindows(tx, orgId, nowMs);
    const isOf = ({ budget, subject }: (typeof windows)[number]): boolean =>
      agent === null || (budget.per === 'agent' && subject === agent);
    return projectWindows(tx, orgId, windows.filter(isOf), nowMs);
  });
}
