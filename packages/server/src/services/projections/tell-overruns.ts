import { alertedBudget, overrunEvent, projectedWindows, reachedKeys } from '@cofferdam/core';
import { takeRound } from '../housekeeping/take-round.ts';
import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import { alertOfEvent } from '../alerts/alert-of-event.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import { type OpenWindow, readOpenWindows } from './open-windows.ts';
import { type ProjectedOverrun, projectWindows } from './project-windows.ts';
import { statements } from './statements.ts';

function alertedOf({ budget, ...figures }: OpenWindow): ReturnType<typeof alertedBudget> {
  return alertedBudget(budget, figures);
}

function eventOf(overrun: ProjectedOverrun): ReturnType<typeof overrunEvent> {
  const { budget, subject } = overrun;
  const agent = budget.per === 'agent' ? subject : null;
  const team = budget.per === 'team' ? subject : null;
  return overrunEvent(alertedOf(overrun), overrun, { agent, team, run: null });
}

/** Windows of which neither an overrun nor a reached limit was told yet. */
async function untold(tx: Transaction, orgId: string, windows: readonly OpenWindow[]): Promise<readonly OpenWindow[]> {
  const overrunKey = (open: OpenWindow): string => eventOf({ ...open, projected: 0n, crossesAtMs: 0 }).dedupeKey;
  const keys = windows.map((open) => [overrunKey(open), ...reachedKeys(alertedOf(open))]);
  const { rows } = await tx.query<{ dedupe_key: string }>({
    ...statements.knownAlerts,
    values: [orgId, keys.flat()],
  });
  const known = new Set(rows.map((row) => row.dedupe_key));
  return windows.filter((_, index) => !keys[index]!.some((key) => known.has(key)));
}

/** How often overruns are looked for. */
export const overrunsEveryMs = 300_000;

async function tellOrg(tx: Transaction, orgId: string, nowMs: number): Promise<readonly string[]> {
  const isOurs = await takeRound(tx, orgId, { work: 'overruns', nowMs, everyMs: overrunsEveryMs });
  if (!isOurs) return [];
  const windows = await untold(tx, orgId, await readOpenWindows(tx, orgId, nowMs));
  const overruns = await projectWindows(tx, orgId, windows, nowMs);
  const alerts = overruns.map((overrun) => alertOfEvent(eventOf(overrun), nowMs));
  return raiseAlerts(tx, orgId, alerts);
}

/**
 * Tells of the limits that will be passed before their windows end, at the present pace: once for each budget, version of
 * its limit, subject and window, since the alert's key is unique. Of several nodes one looks at an org in each round: to
 * project is to read a month of it. An org that fails keeps no
 * other waiting; its error is reported. Returns the ids of the alerts that fired.
 */
export async function tellOverruns(
  pool: Pool,
  nowMs: number,
  onError: (error: unknown) => void,
): Promise<readonly string[]> {
  const values = [projectedWindows];
  const { rows } = await pool.query<{ org_id: string }>({ ...statements.orgsWithWindows, values });
  const told: string[] = [];
  for (const { org_id: orgId } of rows) {
    try {
      told.push(...(await inTransaction(pool, (tx) => tellOrg(tx, orgId, nowMs))));
    } catch (error) {
      onError(error);
    }
  }
  return told;
}
