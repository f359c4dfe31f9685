import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import { resolveByKey } from '../alerts/change-alerts.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import type { Channel } from './channel.ts';
import type { ClaimedDelivery } from './claim-delivery.ts';
import { failingAlert, failingKey } from './failing-alert.ts';
import { addJobs } from './jobs.ts';
import { retryDelayMs } from './retry-schedule.ts';
import { statements } from './statements.ts';

/** What became of an attempt. */
export interface Outcome {
  readonly delivered: boolean;
  /** What the receiver answered; null where it did not. */
  readonly status: number | null;
  /** Why it was not delivered, for people; null where it was. */
  readonly error: string | null;
  /** How long the receiver asks to be left alone; null where it does not say. */
  readonly retryAfterMs: number | null;
  /** The receiver is gone for good: nothing more is sent to it. */
  readonly isGone: boolean;
  /** It was ended by us, which says nothing about the receiver: the next attempt is due at once. */
  readonly isCutShort: boolean;
  /**
   * Nothing could be sent, and trying again would not help: the channel is disabled, or the alerts cannot be put into
   * words. It counts as no failure of the receiver.
   */
  readonly isUnsendable: boolean;
}

/** As many failed attempts in a row are told of. */
const failuresToTell = 3;

export interface OutcomeOptions {
  readonly clockMs: number | null;
  /** In [0, 1). */
  readonly random: number;
}

interface Locked {
  readonly now: number;
  readonly failing_since: number | null;
}

type Written = Pick<Outcome, 'status' | 'error'> & { readonly state: string; readonly nextMs: number | null };

async function write(tx: Transaction, claimed: ClaimedDelivery, written: Written): Promise<void> {
  const { orgId, delivery, nowMs } = claimed;
  const next = written.nextMs === null ? null : new Date(written.nextMs);
  const deliveredAt = written.state === 'delivered' ? new Date(nowMs) : null;
  const values = [orgId, delivery.id, written.state, next, written.status, written.error, deliveredAt];
  await tx.query({ ...statements.recordOutcome, values });
  if (written.nextMs !== null) await addJobs(tx, orgId, [{ deliveryId: delivery.id, delayMs: written.nextMs - nowMs }]);
}

/** One that is over calls for the one that waits behind it. */
async function callNext(tx: Transaction, { orgId, delivery, channel, nowMs }: ClaimedDelivery): Promise<void> {
  const values = [orgId, channel.id, delivery.orderKey];
  const { rows } = await tx.query<{ id: string; next_at: number }>({ ...statements.nextInOrder, values });
  await addJobs(
    tx,
    orgId,
    rows.map(({ id, next_at: nextMs }) => ({ deliveryId: id, delayMs: nextMs - nowMs })),
  );
}

/** A receiver that answers again is sent at once what waited for it. */
async function recover(tx: Transaction, { orgId, channel, nowMs }: ClaimedDelivery, before: Channel): Promise<void> {
  if (before.failingSinceMs === null) return;
  await tx.query({ ...statements.clearFailures, values: [orgId, channel.id] });
  const values = [orgId, channel.id, new Date(nowMs)];
  const { rows } = await tx.query<{ id: string }>({ ...statements.pullForward, values });
  await addJobs(
    tx,
    orgId,
    rows.map(({ id }) => ({ deliveryId: id, delayMs: 0 })),
  );
  await resolveByKey(tx, orgId, [failingKey(channel.id, before.failingSinceMs)], 'recovery', nowMs);
}

async function countFailure(
  tx: Transaction,
  { orgId, channel, nowMs }: ClaimedDelivery,
  { error, isGone }: Outcome,
): Promise<void> {
  const values = [orgId, channel.id, new Date(nowMs)];
  const { rows } = await tx.query<{ failures: number; failing_since: number }>({ ...statements.countFailure, values });
  const { failures, failing_since: sinceMs } = rows[0]!;
  const reason = error ?? 'it failed';
  if (isGone) await tx.query({ ...statements.disableChannel, values: [...values, reason] });
  if (failures >= failuresToTell || isGone)
    await raiseAlerts(tx, orgId, [failingAlert({ channel, failures, sinceMs, nowMs, reason, isGone })]);
}

async function fail(tx: Transaction, claimed: ClaimedDelivery, outcome: Outcome, random: number): Promise<void> {
  const { status, error, retryAfterMs, isGone, isUnsendable } = outcome;
  const delayMs = isGone || isUnsendable ? null : retryDelayMs(claimed.delivery.attempts + 1, random, retryAfterMs);
  const nextMs = delayMs === null ? null : claimed.nowMs + delayMs;
  await write(tx, claimed, { state: nextMs === null ? 'dead' : 'pending', nextMs, status, error });
  if (!isUnsendable) await countFailure(tx, claimed, outcome);
  if (nextMs === null) await callNext(tx, claimed);
}

/**
 * Records what became of an attempt, and what follows from it: the next attempt, or the next message in order; a channel
 * that is told of as failing, disabled as gone, or that answers again.
 */
export async function recordOutcome(
  pool: Pool,
  before: ClaimedDelivery,
  outcome: Outcome,
  { clockMs, random }: OutcomeOptions,
): Promise<void> {
  const { orgId, delivery } = before;
  await inTransaction(pool, async (tx) => {
    const at = clockMs === null ? null : new Date(clockMs);
    const values = [orgId, delivery.id, at];
    const { rows } = await tx.query<Locked>({ ...statements.lockChannelOf, values });
    const locked = rows[0];
    if (locked === undefined) return;
    const claimed = { ...before, nowMs: locked.now };
    if (outcome.isCutShort) {
      await tx.query({ ...statements.giveBackDelivery, values: [orgId, delivery.id, new Date(claimed.nowMs)] });
      await addJobs(tx, orgId, [{ deliveryId: delivery.id, delayMs: 0 }]);
    } else if (outcome.delivered) {
      await write(tx, claimed, { state: 'delivered', nextMs: null, status: outcome.status, error: null });
      await recover(tx, claimed, { ...before.channel, failingSinceMs: locked.failing_since });
      await callNext(tx, claimed);
    } else await fail(tx, claimed, outcome, random);
  });
}
