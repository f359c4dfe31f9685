import { boundedItems } from '../../services/alerts/wording/message.ts';
import type { Outgoing } from './outgoing.ts';

/** Events API v2: an event that triggers an incident, or resolves the one with the same `dedup_key`. */
export function pagerDutyBody(message: Outgoing, routingKey: string, action: 'trigger' | 'resolve'): string {
  const { alerts, words, incident, type, happenedMs } = message;
  const [first] = alerts;
  const payload = {
    summary: words.title.slice(0, 1_024),
    source: 'cofferdam',
    severity: words.severity,
    timestamp: new Date(happenedMs).toISOString(),
    component: first?.budgetName ?? first?.subject ?? 'cofferdam',
    group: first?.owner ?? first?.team ?? 'cofferdam',
    class: type,
    custom_details: {
      ...Object.fromEntries(words.facts),
      ...(words.items.length === 0 ? {} : { Subjects: boundedItems(words.items, 6_000) }),
      'What happens next': words.next,
    },
  };
  const event = { routing_key: routingKey, event_action: action, dedup_key: incident };
  return JSON.stringify(action === 'resolve' ? event : { ...event, client: 'Cofferdam', payload });
}
