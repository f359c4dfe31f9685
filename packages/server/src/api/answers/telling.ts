import { z } from 'zod';
import { alertStates, alertTypes, severities } from '../../services/alerts/alert.ts';
import { channelKinds, smtpSecurities } from '../../services/channels/channel.ts';
import { deliveryStates } from '../../services/channels/delivery.ts';
import { nothing } from './control.ts';
import { count, flag, id, page, text, textOrNull, timeOrNull, timeText } from './shapes.ts';

export const alert = z.object({
  id,
  type: z.enum(alertTypes),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  time: timeText,
  title: text,
  text,
  budget: id.nullable(),
  budget_name: textOrNull,
  owner: textOrNull,
  agent: textOrNull,
  team: textOrNull,
  subject: textOrNull,
  window_start: timeOrNull,
  window_end: timeOrNull,
  limit_version: count.nullable(),
  threshold: z.number().nullable().meta({ description: 'The share of the limit that was crossed' }),
  figures: z.record(z.string(), z.union([text, count])).meta({
    description: 'As it was when it fired: amounts under names that carry their unit, and facts',
  }),
  raise_to: textOrNull.meta({
    description: 'A limit with room for what it tells of, in the unit of its budget; null where it tells of none',
  }),
  notify: z.array(text),
  snoozed_until: timeOrNull,
  changed_at: timeOrNull,
  changed_by: textOrNull.meta({ description: 'The id of a key, or window, snooze, top_up or recovery' }),
});

const change = z.object({
  state: z.enum(alertStates),
  snoozed_until: timeOrNull,
  changed_at: timeText,
  changed_by: text,
  changed_by_name: textOrNull.meta({ description: 'Of the person or the key' }),
});

const severityCounts = z.object({ all: count, critical: count, warning: count, info: count });

const route = z.object({
  budget: text.optional(),
  owner: text.optional(),
  team: text.optional(),
  severity: z.enum(severities).optional(),
  type: z.enum(alertTypes).optional(),
});

const channel = z.object({
  id,
  name: text,
  kind: z.enum(channelKinds),
  url: text.optional().meta({ description: 'Of a webhook and of PagerDuty' }),
  host: text
    .optional()
    .meta({ description: 'Of a mail server; of Slack, whose address is a secret, all that is shown' }),
  port: count.optional(),
  security: z.enum(smtpSecurities).optional(),
  user: textOrNull.optional(),
  from: text.optional(),
  to: z.array(text).optional(),
  routes: z.array(route),
  rate_limit_per_minute: count,
  disabled: flag,
  disabled_reason: textOrNull,
  failures: count.meta({ description: 'Failed attempts in a row' }),
  failing_since: timeOrNull,
  created_at: timeText,
  updated_at: timeText,
});

const shownOnce = text.meta({ description: 'Shown this once' });

const delivery = z.object({
  id,
  channel: text,
  channel_id: id,
  event: z.enum(['raised', 'reminded', 'resolved']),
  type: text,
  alerts: z.array(id),
  state: z.enum(deliveryStates),
  attempts: count,
  next_attempt_at: timeOrNull,
  last_status: count.nullable(),
  last_error: textOrNull,
  created_at: timeText,
  delivered_at: timeOrNull,
});

export const tellingAnswers = {
  'GET /v1/alerts': { 200: page(alert) },
  'GET /v1/alerts/counts': {
    200: z.object({ open: severityCounts, acknowledged: severityCounts, snoozed: severityCounts }),
  },
  'GET /v1/alerts/:id': { 200: alert.extend({ changes: z.array(change) }) },
  'POST /v1/alerts/:id/acknowledge': { 200: alert },
  'POST /v1/alerts/:id/snooze': { 200: alert },
  'POST /v1/alerts/:id/resolve': { 200: alert },
  'POST /v1/channels': { 201: channel.extend({ signing_secret: shownOnce.optional() }) },
  'GET /v1/channels': { 200: page(channel) },
  'GET /v1/channels/:channel': { 200: channel },
  'PATCH /v1/channels/:channel': { 200: channel },
  'DELETE /v1/channels/:channel': { 204: nothing },
  'POST /v1/channels/:channel/test': {
    200: z.object({ delivered: flag, status: count.nullable(), error: textOrNull }),
  },
  'POST /v1/channels/:channel/rotate-secret': {
    200: channel.extend({ signing_secret: shownOnce, previous_secret_until: timeText }),
  },
  'GET /v1/deliveries': { 200: page(delivery) },
  'GET /v1/deliveries/:id': { 200: delivery },
  'POST /v1/deliveries/:id/redeliver': { 200: delivery },
};
