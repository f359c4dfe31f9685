import type { Facts, Target } from '../audit/change.ts';
import type { Channel } from './channel.ts';

/** What a channel says, under the names of the wire, without what is secret about it. */
export function channelFacts(
  channel: Pick<Channel, 'name' | 'settings' | 'routes' | 'rateLimitPerMinute' | 'disabledMs'>,
): Facts {
  const { name, settings, routes, rateLimitPerMinute, disabledMs } = channel;
  return { name, ...settings, routes, rate_limit_per_minute: rateLimitPerMinute, disabled: disabledMs !== null };
}

/** A channel as the audit log names it. */
export function channelTarget({ id, name }: Channel): Target {
  return { kind: 'channel', id, name };
}
