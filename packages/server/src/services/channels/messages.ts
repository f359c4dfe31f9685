import type { Transaction } from '../../store/connection.ts';
import { statements as alertStatements } from '../alerts/statements.ts';
import { newId } from '../ids.ts';
import type { SealedChannel } from './channel.ts';
import type { DeliveryEvent } from './delivery.ts';
import { type AlertGroup, incidentKey, orderKey } from './group-alerts.ts';
import { addJobs } from './jobs.ts';
import { isTold } from './matches.ts';
import { statements } from './statements.ts';

/** A message that is to be delivered. */
export interface Message {
  readonly channelId: string;
  readonly event: DeliveryEvent;
  readonly type: string;
  readonly incident: string;
  readonly groupKey: string;
  readonly orderKey: string;
  readonly alertIds: readonly string[];
}

/** One message for each group and each channel that is told of any of its alerts; it names those that it is told of. */
export function messagesOf(
  orgId: string,
  groups: readonly AlertGroup[],
  channels: readonly SealedChannel[],
): Message[] {
  return groups.flatMap(({ key, event, alerts }) =>
    channels.flatMap((channel) => {
      const told = alerts.filter((alert) => isTold(channel, alert));
      const [first] = told;
      if (first === undefined) return [];
      const names = { incident: incidentKey(orgId, first), groupKey: key, orderKey: orderKey(first) };
      return [{ channelId: channel.id, event, type: first.type, ...names, alertIds: told.map(({ id }) => id) }];
    }),
  );
}

interface IncidentRow {
  readonly channel_id: string;
  readonly incident: string;
  readonly type: string;
  readonly order_key: string;
  readonly alert_ids: readonly string[];
}

/** Messages that close the incidents of which every alert is resolved. */
export async function closingMessages(
  tx: Transaction,
  orgId: string,
  resolvedIds: readonly string[],
): Promise<Message[]> {
  if (resolvedIds.length === 0) return [];
  const { rows } = await tx.query<IncidentRow>({ ...alertStatements.openIncidents, values: [orgId, resolvedIds] });
  return rows.map((row) => ({
    channelId: row.channel_id,
    event: 'resolved',
    type: row.type,
    incident: row.incident,
    groupKey: `resolved ${row.incident}`,
    orderKey: row.order_key,
    alertIds: row.alert_ids,
  }));
}

/** Stores messages as deliveries, in their order, with a job for each. */
export async function writeMessages(
  tx: Transaction,
  orgId: string,
  messages: readonly Message[],
  nowMs: number,
): Promise<void> {
  if (messages.length === 0) return;
  // Ids order as the messages do: those of one millisecond would not.
  const made = messages.map((message, index) => ({ ...message, id: newId(nowMs + index) }));
  const column = (get: (one: (typeof made)[number]) => string): string[] => made.map(get);
  await tx.query({
    ...statements.insertDeliveries,
    values: [
      orgId,
      column(({ id }) => id),
      column(({ channelId }) => channelId),
      column(({ event }) => event),
      column(({ type }) => type),
      column(({ incident }) => incident),
      column(({ groupKey }) => groupKey),
      column((one) => one.orderKey),
      new Date(nowMs),
    ],
  });
  const named = made.flatMap(({ id, alertIds }) => alertIds.map((alertId) => ({ id, alertId })));
  const values = [orgId, named.map(({ id }) => id), named.map(({ alertId }) => alertId)];
  await tx.query({ ...statements.insertNamedAlerts, values });
  await addJobs(
    tx,
    orgId,
    made.map(({ id }) => ({ deliveryId: id, delayMs: 0 })),
  );
}
