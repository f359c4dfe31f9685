import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import { findAlerts } from '../alerts/find-alerts.ts';
import { statements } from '../alerts/statements.ts';
import { loadEvents, type OutboxEvent, settleResolved, wakeSnoozed } from './due-events.ts';
import { listChannels } from './find-channels.ts';
import { type AlertGroup, groupAlerts } from './group-alerts.ts';
import { closingMessages, type Message, messagesOf, writeMessages } from './messages.ts';

/** For this long the crossings that follow the first one are waited for, so that they are one message with it. */
export const collectMs = 1_000;

/** After a message, what follows of the same group is kept back for this long, and then is one message too. */
export const quietMs = 60_000;

/** No org has more channels than are looked at. */
const maxChannels = 1_000;

async function claim(tx: Transaction, orgId: string, clockMs: number | null): Promise<number | null> {
  const at = clockMs === null ? null : new Date(clockMs);
  const { rows } = await tx.query<{ now: number }>({ ...statements.claimOrg, values: [orgId, at] });
  return rows[0]?.now ?? null;
}

/** When each group may be sent next, for those of which a message went out a short while ago. */
async function quietUntil(
  tx: Transaction,
  orgId: string,
  groups: readonly AlertGroup[],
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  if (groups.length === 0) return new Map();
  const values = [orgId, groups.map(({ key }) => key), new Date(nowMs - quietMs)];
  const { rows } = await tx.query<{ group_key: string; last_at: number }>({ ...statements.lastOfGroups, values });
  return new Map(rows.map((row) => [row.group_key, row.last_at + quietMs]));
}

async function holdBack(
  tx: Transaction,
  orgId: string,
  groups: readonly AlertGroup[],
  until: ReadonlyMap<string, number>,
): Promise<void> {
  const held = groups.flatMap(({ key, event, alerts }) =>
    alerts.map(({ id }) => ({ id, event, at: new Date(until.get(key)!) })),
  );
  if (held.length === 0) return;
  const values = [orgId, held.map(({ id }) => id), held.map(({ event }) => event), held.map(({ at }) => at)];
  await tx.query({ ...statements.holdBack, values });
}

async function deleteEvents(tx: Transaction, orgId: string, done: readonly OutboxEvent[]): Promise<void> {
  if (done.length === 0) return;
  const values = [orgId, done.map(({ alertId }) => alertId), done.map(({ event }) => event)];
  await tx.query({ ...statements.deleteEvents, values });
}

async function raisedGroups(tx: Transaction, orgId: string, events: readonly OutboxEvent[]): Promise<AlertGroup[]> {
  const ids = events.flatMap(({ event, alertId }) => (event === 'raised' ? [alertId] : []));
  return ids.length === 0 ? [] : groupAlerts('raised', await findAlerts(tx, orgId, ids));
}

async function dispatchLocked(tx: Transaction, orgId: string, nowMs: number): Promise<number> {
  const events = await loadEvents(tx, orgId, nowMs + collectMs);
  const due = events.filter(({ dueMs }) => dueMs <= nowMs);
  const isDue = new Set(due.map(({ event, alertId }) => `${event} ${alertId}`));
  const reminded = groupAlerts('reminded', await wakeSnoozed(tx, orgId, due, nowMs));
  const raised = await raisedGroups(tx, orgId, events);
  // One alert of a group being due takes along those that came right after it.
  const ready = [...reminded, ...raised].filter(({ event, alerts }) =>
    alerts.some(({ id }) => isDue.has(`${event} ${id}`)),
  );
  const until = await quietUntil(tx, orgId, ready, nowMs);
  await holdBack(
    tx,
    orgId,
    ready.filter(({ key }) => until.has(key)),
    until,
  );
  const sent = ready.filter(({ key }) => !until.has(key));
  const resolved = await settleResolved(tx, orgId, due, nowMs);
  const channels = sent.length === 0 ? [] : await listChannels(tx, orgId, null, maxChannels);
  const messages: Message[] = [...messagesOf(orgId, sent, channels), ...(await closingMessages(tx, orgId, resolved))];
  await writeMessages(tx, orgId, messages, nowMs);
  const taken = new Set(sent.flatMap(({ event, alerts }) => alerts.map(({ id }) => `${event} ${id}`)));
  const isHeld = new Set(
    ready.flatMap(({ key, event, alerts }) => (until.has(key) ? alerts.map(({ id }) => `${event} ${id}`) : [])),
  );
  const isDone = ({ event, alertId, dueMs }: OutboxEvent): boolean =>
    taken.has(`${event} ${alertId}`) || (dueMs <= nowMs && !isHeld.has(`${event} ${alertId}`));
  await deleteEvents(tx, orgId, events.filter(isDone));
  return messages.length;
}

/**
 * Turns what is due in an org into deliveries and their jobs, in one transaction: whatever happens, it is all there or
 * none of it. Returns how many messages were made; none where another node is at it.
 */
export async function dispatchOrg(pool: Pool, orgId: string, clockMs: number | null): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const nowMs = await claim(tx, orgId, clockMs);
    return nowMs === null ? 0 : dispatchLocked(tx, orgId, nowMs);
  });
}

/** Dispatches every org that has something due; one that fails keeps no other from it. Returns in how many there was. */
export async function dispatchDue(pool: Pool, clockMs: number | null): Promise<number> {
  const at = clockMs === null ? null : new Date(clockMs);
  const { rows } = await pool.query<{ org_id: string }>({ ...statements.dueOrgs, values: [at] });
  const failures: unknown[] = [];
  for (const row of rows) {
    try {
      await dispatchOrg(pool, row.org_id, clockMs);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return rows.length;
}
