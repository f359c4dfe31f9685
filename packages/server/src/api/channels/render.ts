import type { Channel } from '../../services/channels/channel.ts';
import { channelFacts } from '../../services/channels/channel-facts.ts';
import type { ShownDelivery } from '../../services/channels/find-deliveries.ts';
import type { Outcome } from '../../services/channels/record-outcome.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** A channel without what is secret about it: that is never shown again, whoever asks. */
export function renderChannel(channel: Channel): Record<string, unknown> {
  return {
    id: channel.id,
    ...channelFacts(channel),
    disabled_reason: channel.disabledReason,
    failures: channel.failures,
    failing_since: timeTextOrNull(channel.failingSinceMs),
    created_at: timeText(channel.createdMs),
    updated_at: timeText(channel.updatedMs),
  };
}

export function renderDelivery(delivery: ShownDelivery): Record<string, unknown> {
  const { id, channelId, channelName, event, type, alertIds, state, attempts } = delivery;
  return {
    id,
    channel: channelName,
    channel_id: channelId,
    event,
    type,
    alerts: alertIds,
    state,
    attempts,
    next_attempt_at: state === 'pending' ? timeText(delivery.nextMs) : null,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    created_at: timeText(delivery.createdMs),
    delivered_at: timeTextOrNull(delivery.deliveredMs),
  };
}

export function renderTest({ delivered, status, error }: Outcome): Record<string, unknown> {
  return { delivered, status, error };
}
