import { createHash } from 'node:crypto';
import type { Alert } from '../alerts/alert.ts';
import type { DeliveryEvent } from './delivery.ts';

/** Alerts that are one message. */
export interface AlertGroup {
  readonly key: string;
  readonly event: DeliveryEvent;
  readonly alerts: readonly Alert[];
}

/** Crossings of one threshold of a budget, in one window and under one limit; other alerts go by their type. */
function groupKey(event: DeliveryEvent, alert: Alert): string {
  const { type, budgetId, limitVersion, thresholdPpm, windowStartMs } = alert;
  return [event, type, budgetId ?? '', limitVersion ?? '', thresholdPpm ?? '', windowStartMs ?? ''].join(' ');
}

/** What must arrive in the order in which it happened: all about one budget, and otherwise all of one type. */
export function orderKey({ budgetId, type }: Alert): string {
  return budgetId ?? type;
}

/** What an incident is known by: the same for everything that is said about its first alert. */
export function incidentKey(orgId: string, { dedupeKey }: Alert): string {
  return `cofferdam-${createHash('sha256').update(`${orgId} ${dedupeKey}`).digest('hex').slice(0, 40)}`;
}

/** Groups alerts, in the order of the first of each group. */
export function groupAlerts(event: DeliveryEvent, alerts: readonly Alert[]): AlertGroup[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = groupKey(event, alert);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alert]);
    else group.push(alert);
  }
  return [...groups].map(([key, members]) => ({ key, event, alerts: members }));
}
