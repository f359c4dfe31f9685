export const deliveryStates = ['pending', 'delivered', 'dead'] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** `resolved` closes an incident; only PagerDuty is told. */
export type DeliveryEvent = 'raised' | 'reminded' | 'resolved';

/** One message to one channel. Times are epoch milliseconds. */
export interface Delivery {
  /** The id of the message, the same at every attempt. */
  readonly id: string;
  readonly channelId: string;
  readonly event: DeliveryEvent;
  /** The type of its alerts. */
  readonly type: string;
  /** What the receiver tells one incident from another by. */
  readonly incident: string;
  readonly orderKey: string;
  readonly alertIds: readonly string[];
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextMs: number;
  readonly claimedUntilMs: number | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdMs: number;
  readonly deliveredMs: number | null;
}

export interface DeliveryRow {
  readonly id: string;
  readonly channel_id: string;
  readonly event: DeliveryEvent;
  readonly type: string;
  readonly incident: string;
  readonly order_key: string;
  readonly alert_ids: readonly string[];
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly next_at: number;
  readonly claimed_until: number | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: number;
  readonly delivered_at: number | null;
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    channelId: row.channel_id,
    event: row.event,
    type: row.type,
    incident: row.incident,
    orderKey: row.order_key,
    alertIds: row.alert_ids,
    state: row.state,
    attempts: row.attempts,
    nextMs: row.next_at,
    claimedUntilMs: row.claimed_until,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdMs: row.created_at,
    deliveredMs: row.delivered_at,
  };
}
