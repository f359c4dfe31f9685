import type { Queryable } from '../../store/connection.ts';
import { statements } from './statements.ts';

export interface DeliveryJob {
  readonly deliveryId: string;
  /** From now on. */
  readonly delayMs: number;
}

/**
 * Has deliveries attempted by a worker of any node, in the transaction that makes them due. There is one job for each
 * delivery: another for the same one replaces it.
 */
export async function addJobs(tx: Queryable, orgId: string, jobs: readonly DeliveryJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const delays = jobs.map(({ delayMs }) => Math.max(0, Math.ceil(delayMs)));
  await tx.query({ ...statements.addJobs, values: [orgId, jobs.map(({ deliveryId }) => deliveryId), delays] });
}
