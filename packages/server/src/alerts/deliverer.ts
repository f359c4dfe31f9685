import { newId } from '../services/ids.ts';
import { wordMessage, type WordedMessage } from '../services/alerts/wording/message.ts';
import type { SealedChannel } from '../services/channels/channel.ts';
import { claimDelivery, type ClaimedDelivery } from '../services/channels/claim-delivery.ts';
import { type Outcome, recordOutcome } from '../services/channels/record-outcome.ts';
import type { Pool } from '../store/connection.ts';
import { failed, type Outgoing } from './sending/outgoing.ts';
import type { Senders } from './sending/senders.ts';

export interface DelivererOptions {
  readonly pool: Pool;
  readonly senders: Senders;
  /** Instead of the database's clock, for tests. */
  readonly clock: (() => number) | null;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Told of each attempt that ended, for metrics. */
  readonly onAttempt: (channelKind: string, result: AttemptResult) => void;
}

/** How an attempt ended; `undeliverable` is nothing that another attempt could mend. */
export type AttemptResult = 'delivered' | 'failed' | 'undeliverable' | 'cut_short';

function resultOf(outcome: Outcome): AttemptResult {
  if (outcome.delivered) return 'delivered';
  if (outcome.isCutShort) return 'cut_short';
  return outcome.isGone || outcome.isUnsendable ? 'undeliverable' : 'failed';
}

/** Makes attempts at deliveries. */
export interface Deliverer {
  /** One attempt, if the delivery is due and nobody else is at it. Raises only what the store raises. */
  attempt(orgId: string, deliveryId: string): Promise<void>;
  /** Sends a test message to a channel, now. */
  test(orgId: string, channel: SealedChannel): Promise<Outcome>;
  /** Ends the attempts that are under way; they are made again later. */
  stop(): void;
}

function outgoing({ delivery, alerts, nowMs }: ClaimedDelivery): Outgoing {
  const { id, event, type, incident } = delivery;
  const words = wordMessage(alerts, event === 'reminded');
  return { id, event, type, incident, alerts, words, happenedMs: alerts[0]!.timeMs, nowMs };
}

/** Figures that are damaged must not keep what comes after them from being sent. */
function wordedOrNot(claimed: ClaimedDelivery): Outgoing | Error {
  try {
    return outgoing(claimed);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function testWords(name: string): WordedMessage {
  return {
    severity: 'info',
    title: `This is a test of channel ${name}`,
    facts: [],
    items: [],
    next: 'Nothing happens next: alerts will look like this message.',
  };
}

export function createDeliverer({ pool, senders, clock, random, onAttempt }: DelivererOptions): Deliverer {
  const stopping = new AbortController();
  const { signal } = stopping;
  const clockMs = (): number | null => clock?.() ?? null;

  async function send(claimed: ClaimedDelivery): Promise<Outcome> {
    const { orgId, channel, alerts } = claimed;
    if (channel.disabledMs !== null)
      return failed(`the channel is disabled: ${channel.disabledReason ?? ''}`, { isUnsendable: true });
    if (alerts.length === 0) return failed('its alerts are gone', { isUnsendable: true });
    const message = wordedOrNot(claimed);
    if (message instanceof Error)
      return failed(`the alert cannot be put into words: ${message.message.slice(0, 200)}`, { isUnsendable: true });
    return senders.send(orgId, channel, message, { signal });
  }

  return {
    async attempt(orgId, deliveryId) {
      const claimed = signal.aborted ? null : await claimDelivery(pool, orgId, deliveryId, clockMs());
      if (claimed === null) return;
      const outcome = await send(claimed);
      onAttempt(claimed.channel.settings.kind, resultOf(outcome));
      await recordOutcome(pool, claimed, outcome, { clockMs: clockMs(), random: random() });
    },
    test(orgId, channel) {
      const nowMs = clock?.() ?? Date.now();
      const id = newId(nowMs);
      const words = testWords(channel.name);
      const message = { id, type: 'test', incident: `cofferdam-${id}`, alerts: [], words, happenedMs: nowMs, nowMs };
      return senders.send(orgId, channel, { ...message, event: 'test' }, { signal });
    },
    stop: () => stopping.abort(),
  };
}
