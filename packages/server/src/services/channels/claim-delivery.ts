import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import type { Alert } from '../alerts/alert.ts';
import { findAlerts } from '../alerts/find-alerts.ts';
import { type ChannelRow, type SealedChannel, sealedChannelOf } from './channel.ts';
import { type Delivery, deliveryOf, type DeliveryRow } from './delivery.ts';
import { addJobs } from './jobs.ts';
import { statements } from './statements.ts';

/** A delivery that this process has taken, with all that is needed to send it. */
export interface ClaimedDelivery {
  readonly orgId: string;
  /** As it was before; this attempt is one more. */
  readonly delivery: Delivery;
  readonly channel: SealedChannel;
  readonly alerts: readonly Alert[];
  readonly nowMs: number;
}

/** An attempt ends sooner than this; if it is heard of no more, somebody else may try. */
const claimMs = 20_000;

const minuteMs = 60_000;

interface LockedRow extends ChannelRow {
  readonly rate_minute: number | null;
  readonly rate_used: number;
  readonly now: number;
}

interface ClaimableRow extends DeliveryRow {
  readonly is_behind: boolean;
}

/** How long to wait for a place in the channel's minute; 0 where there is one. */
function rateWaitMs({ rate_minute: minute, rate_used: used, rate_limit_per_minute: limit, now }: LockedRow): number {
  const startMs = Math.floor(now / minuteMs) * minuteMs;
  return minute === startMs && used >= limit ? startMs + minuteMs - now : 0;
}

async function postpone(tx: Transaction, orgId: string, id: string, untilMs: number, nowMs: number): Promise<null> {
  await tx.query({ ...statements.postponeDelivery, values: [orgId, id, new Date(untilMs)] });
  await addJobs(tx, orgId, [{ deliveryId: id, delayMs: untilMs - nowMs }]);
  return null;
}

async function take(
  tx: Transaction,
  orgId: string,
  row: LockedRow,
  delivery: Delivery,
): Promise<ClaimedDelivery | null> {
  const { now: nowMs } = row;
  const waitMs = rateWaitMs(row);
  if (waitMs > 0) return postpone(tx, orgId, delivery.id, nowMs + waitMs, nowMs);
  const minute = new Date(Math.floor(nowMs / minuteMs) * minuteMs);
  await tx.query({ ...statements.useRate, values: [orgId, row.id, minute] });
  await tx.query({ ...statements.claimDelivery, values: [orgId, delivery.id, new Date(nowMs + claimMs)] });
  const alerts = await findAlerts(tx, orgId, delivery.alertIds);
  return { orgId, delivery, channel: sealedChannelOf(row), alerts, nowMs };
}

/**
 * Takes a delivery for an attempt. Null where there is nothing to do now: it is done, somebody else is at it, one that
 * must arrive before it is still on its way (which calls for this one once it is over), its time has not come, or the
 * channel has had its fill for this minute; a job comes back for the last two.
 */
export async function claimDelivery(
  pool: Pool,
  orgId: string,
  id: string,
  clockMs: number | null,
): Promise<ClaimedDelivery | null> {
  return inTransaction(pool, async (tx) => {
    const at = clockMs === null ? null : new Date(clockMs);
    const locked = await tx.query<LockedRow>({ ...statements.lockChannelOf, values: [orgId, id, at] });
    const found = await tx.query<ClaimableRow>({ ...statements.claimableDelivery, values: [orgId, id] });
    const [row, claimable] = [locked.rows[0], found.rows[0]];
    if (row === undefined || claimable === undefined || claimable.is_behind) return null;
    const delivery = deliveryOf(claimable);
    if (delivery.state !== 'pending' || (delivery.claimedUntilMs ?? 0) > row.now) return null;
    if (delivery.nextMs > row.now) return postpone(tx, orgId, id, delivery.nextMs, row.now);
    return take(tx, orgId, row, delivery);
  });
}
