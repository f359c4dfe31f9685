import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { type Delivery, deliveryOf, type DeliveryRow } from './delivery.ts';
import { addJobs } from './jobs.ts';
import { statements } from './statements.ts';

/** A delivery with the name of its channel. */
export interface ShownDelivery extends Delivery {
  readonly channelName: string;
}

interface ShownRow extends DeliveryRow {
  readonly channel_name: string;
}

function shown(row: ShownRow): ShownDelivery {
  return { ...deliveryOf(row), channelName: row.channel_name };
}

/** Which deliveries are asked for; null for any. `channel` is a name or an id. */
export interface DeliverySearch {
  readonly beforeId: string | null;
  readonly state: string | null;
  readonly channel: string | null;
  readonly alert: string | null;
  readonly limit: number;
}

/** Deliveries of an org, newest first. */
export async function listDeliveries(db: Queryable, orgId: string, search: DeliverySearch): Promise<ShownDelivery[]> {
  const { beforeId, state, channel, alert, limit } = search;
  const values = [orgId, beforeId, state, channel, alert, limit];
  const { rows } = await db.query<ShownRow>({ ...statements.listDeliveries, values });
  return rows.map(shown);
}

/** Raises `not_found`. */
export async function requireDelivery(db: Queryable, orgId: string, id: string): Promise<ShownDelivery> {
  const { rows } = await db.query<ShownRow>({ ...statements.findDelivery, values: [orgId, id] });
  return rows[0] === undefined ? fail('not_found', `there is no delivery ${id}`) : shown(rows[0]);
}

/**
 * Sends a message again, under the same id: one that is dead or delivered begins anew with all its attempts, and one
 * that waits is tried at once. Raises `not_found`.
 */
export async function redeliver(org: OrgTransaction, id: string): Promise<ShownDelivery> {
  const { tx, orgId, nowMs } = org;
  const { state, channelName } = await requireDelivery(tx, orgId, id);
  await tx.query({ ...statements.redeliver, values: [orgId, id, new Date(nowMs)] });
  await addJobs(tx, orgId, [{ deliveryId: id, delayMs: 0 }]);
  const target = { kind: 'delivery', id, name: channelName };
  await recordChange(org, { action: 'delivery.redelivered', target, before: { state }, after: null });
  return requireDelivery(tx, orgId, id);
}
