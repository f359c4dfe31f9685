import type { NewAlert } from '../../services/alerts/alert.ts';
import type { WordedMessage } from '../../services/alerts/wording/message.ts';
import type { DeliveryEvent } from '../../services/channels/delivery.ts';
import type { Outcome } from '../../services/channels/record-outcome.ts';

/** A message on its way to one receiver. */
export interface Outgoing {
  /** The delivery's: the same at every attempt, so that a receiver can tell a repeat. */
  readonly id: string;
  readonly event: DeliveryEvent | 'test';
  /** Of its alerts, or `test`. */
  readonly type: string;
  readonly incident: string;
  /** Empty for a test. */
  readonly alerts: readonly NewAlert[];
  readonly words: WordedMessage;
  /** When what it tells of happened, in epoch milliseconds. */
  readonly happenedMs: number;
  /** The time of this attempt. */
  readonly nowMs: number;
}

/** How an attempt may be ended from outside. */
export interface SendOptions {
  readonly signal: AbortSignal;
}

const plain = { retryAfterMs: null, isGone: false, isCutShort: false, isUnsendable: false };

export function delivered(status: number | null): Outcome {
  return { ...plain, delivered: true, status, error: null };
}

export function failed(error: string, more: Partial<Outcome> = {}): Outcome {
  return { ...plain, delivered: false, status: null, error, ...more };
}

const maxShown = 200;

/** What a stranger answered, as it may stand in a list: printable, and short. */
export function excerpt(text: string): string {
  const line = text.replace(/[^\x21-\x7e]+/g, ' ').trim();
  return line.length > maxShown ? `${line.slice(0, maxShown)}…` : line;
}
