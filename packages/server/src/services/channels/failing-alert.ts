import type { NewAlert } from '../alerts/alert.ts';
import { newId } from '../ids.ts';
import type { Channel } from './channel.ts';

/** Once for each time that a channel stops working. */
export function failingKey(channelId: string, sinceMs: number): string {
  return `channel_failing ${channelId} ${sinceMs}`;
}

export interface Failing {
  readonly channel: Channel;
  readonly failures: number;
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly reason: string;
  readonly isGone: boolean;
}

export function failingAlert({ channel, failures, sinceMs, nowMs, reason, isGone }: Failing): NewAlert {
  const facts = {
    channel: channel.name,
    channel_id: channel.id,
    kind: channel.settings.kind,
    reason,
    failures: String(failures),
    since: new Date(sinceMs).toISOString(),
    disabled: String(isGone),
  };
  return {
    id: newId(nowMs),
    type: 'channel_failing',
    severity: isGone ? 'critical' : 'warning',
    dedupeKey: failingKey(channel.id, sinceMs),
    budgetId: null,
    budgetName: null,
    owner: null,
    agent: null,
    team: null,
    subject: channel.name,
    windowStartMs: null,
    windowEndMs: null,
    limitVersion: null,
    thresholdPpm: null,
    timeMs: nowMs,
    figures: { unit: 'usd', amounts: {}, facts },
    notify: [],
  };
}
