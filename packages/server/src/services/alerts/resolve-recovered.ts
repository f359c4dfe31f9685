import type { Recovery } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { resolveAlerts } from './change-alerts.ts';
import { statements } from './statements.ts';

/** What ended a condition: the id of a key, or `top_up` or `recovery`. Alerts of the keys `later` began after its end. */
export interface Ending {
  readonly by: string;
  readonly nowMs: number;
  readonly later?: readonly string[];
}

/** Resolves the alerts of a condition that has ended. */
export async function resolveRecovered(
  tx: Queryable,
  orgId: string,
  { type, keyPrefix }: Recovery,
  { by, nowMs, later = [] }: Ending,
): Promise<void> {
  const values = [orgId, type, keyPrefix, later];
  const { rows } = await tx.query<{ id: string }>({ ...statements.openByPrefix, values });
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await resolveAlerts(tx, orgId, ids, by, nowMs);
}
