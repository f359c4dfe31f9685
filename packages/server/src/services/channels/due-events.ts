import type { Transaction } from '../../store/connection.ts';
import type { Alert, AlertState } from '../alerts/alert.ts';
import { changeAlerts } from '../alerts/change-alerts.ts';
import { findAlerts } from '../alerts/find-alerts.ts';
import { statements } from '../alerts/statements.ts';

/** A row of the outbox, with the state of its alert. */
export interface OutboxEvent {
  readonly alertId: string;
  readonly event: 'raised' | 'reminded' | 'resolved' | 'window_ended';
  readonly dueMs: number;
  readonly state: AlertState | null;
  readonly snoozedUntilMs: number | null;
}

interface EventRow {
  readonly alert_id: string;
  readonly event: OutboxEvent['event'];
  readonly due_at: number;
  readonly alert_state: AlertState | null;
  readonly snoozed_until: number | null;
}

export async function loadEvents(tx: Transaction, orgId: string, untilMs: number): Promise<OutboxEvent[]> {
  const { rows } = await tx.query<EventRow>({ ...statements.dueEvents, values: [orgId, new Date(untilMs)] });
  return rows.map((row) => ({
    alertId: row.alert_id,
    event: row.event,
    dueMs: row.due_at,
    state: row.alert_state,
    snoozedUntilMs: row.snoozed_until,
  }));
}

/** Ends the alerts whose window ended. Returns the ids of all that are resolved now, by this or by somebody before. */
export async function settleResolved(
  tx: Transaction,
  orgId: string,
  due: readonly OutboxEvent[],
  nowMs: number,
): Promise<readonly string[]> {
  const ended = due.filter(({ event, state }) => event === 'window_ended' && state !== 'resolved' && state !== null);
  const change = { state: 'resolved', snoozedUntilMs: null, by: 'window', nowMs } as const;
  const byWindow = await changeAlerts(
    tx,
    orgId,
    ended.map(({ alertId }) => alertId),
    change,
  );
  const before = due.flatMap(({ event, alertId }) => (event === 'resolved' ? [alertId] : []));
  return [...byWindow, ...before];
}

/** Alerts that were snoozed until now are open again, and are told of again. */
export async function wakeSnoozed(
  tx: Transaction,
  orgId: string,
  due: readonly OutboxEvent[],
  nowMs: number,
): Promise<Alert[]> {
  const isOver = ({ event, state, snoozedUntilMs }: OutboxEvent): boolean =>
    event === 'reminded' && state === 'snoozed' && (snoozedUntilMs ?? nowMs) <= nowMs;
  const ids = due.filter(isOver).map(({ alertId }) => alertId);
  await changeAlerts(tx, orgId, ids, { state: 'open', snoozedUntilMs: null, by: 'snooze', nowMs });
  return ids.length === 0 ? [] : findAlerts(tx, orgId, ids);
}
