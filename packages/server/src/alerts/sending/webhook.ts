import { createHmac } from 'node:crypto';
import type { NewAlert } from '../../services/alerts/alert.ts';
import { plainText } from '../../services/alerts/wording/message.ts';
import { wireFigures } from '../../services/alerts/wording/wire-figures.ts';
import type { ChannelSecrets } from '../../services/channels/channel.ts';
import type { Outgoing } from './outgoing.ts';

/** Standard Webhooks: payloads stay under 20 KB; what surrounds the list of alerts takes less than the rest. */
const maxAlertsBytes = 12_000;

const maxTextLength = 3_000;

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function wireAlert(alert: NewAlert): Record<string, unknown> {
  const { id, subject, agent, team, timeMs, windowStartMs, windowEndMs } = alert;
  return {
    id,
    time: timeText(timeMs),
    subject,
    agent,
    team,
    window_start: windowStartMs === null ? null : timeText(windowStartMs),
    window_end: windowEndMs === null ? null : timeText(windowEndMs),
    ...wireFigures(alert.figures),
  };
}

/** As many alerts as fit, whole. */
function boundedAlerts(alerts: readonly NewAlert[]): Record<string, unknown>[] {
  const shown: Record<string, unknown>[] = [];
  let bytes = 0;
  for (const alert of alerts) {
    const wire = wireAlert(alert);
    bytes += Buffer.byteLength(JSON.stringify(wire)) + 1;
    if (bytes > maxAlertsBytes && shown.length > 0) break;
    shown.push(wire);
  }
  return shown;
}

function thresholdOf(first: NewAlert | undefined): number | null {
  return first === undefined || first.thresholdPpm === null ? null : first.thresholdPpm / 1e6;
}

/** The body, the same at every attempt: what happened, in words and in figures. */
export function webhookBody({ event, type, alerts, words, happenedMs }: Outgoing): string {
  const [first] = alerts;
  const shown = boundedAlerts(alerts);
  const budget =
    first === undefined || first.budgetId === null
      ? null
      : { id: first.budgetId, name: first.budgetName, owner: first.owner, limit_version: first.limitVersion };
  const data = {
    event,
    severity: words.severity,
    title: words.title,
    text: plainText(words, maxTextLength),
    budget,
    threshold: thresholdOf(first),
    count: alerts.length,
    omitted: alerts.length - shown.length,
    alerts: shown,
  };
  return JSON.stringify({ type: `alert.${type}`, timestamp: timeText(happenedMs), data });
}

function signature(secret: string, signed: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** The secrets that sign: for a day after a rotation the one before it does too. */
function signingSecrets({ signing, previous, previous_until: until }: ChannelSecrets, nowMs: number): string[] {
  const isOverlap = previous !== undefined && nowMs < Number(until ?? 0);
  return [...(signing === undefined ? [] : [signing]), ...(isOverlap ? [previous] : [])];
}

/** The headers of Standard Webhooks: `webhook-id`, `webhook-timestamp` and a `v1` signature by each secret. */
export function webhookHeaders(
  id: string,
  nowMs: number,
  body: string,
  secrets: ChannelSecrets,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  return {
    'content-type': 'application/json',
    'user-agent': 'cofferdam',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signingSecrets(secrets, nowMs)
      .map((secret) => signature(secret, signed))
      .join(' '),
  };
}
