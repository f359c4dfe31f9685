import type { Command, Outcome } from '@cofferdam/core';
import type { Change, ChangedBy } from '../audit/change.ts';

/** What a caller is told: the body is rendered in the lane, since a stored answer is repeated byte for byte. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Seconds after which it is worth asking again, where that is known. */
  readonly retryAfterSeconds?: number | undefined;
  /** Further header fields. They speak of the moment, so a repeat is given the stored body without them. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The org's seq that the answer speaks of: of the change, or of the state in which nothing was changed. */
  readonly seq: number;
  /** The answer was given before. */
  readonly replayed?: boolean;
}

export interface Rendered {
  readonly status: number;
  readonly body: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For reported usage: the answer to each report of the array, which its repeat is given again. */
  readonly reports?: readonly string[];
}

/** A key that makes a repeat harmless, within an org and an operation. */
export interface Idempotency {
  readonly operation: string;
  readonly key: string;
  readonly requestHash: string;
}

/** A command on its way through the lane, with how its outcome is put to the caller. */
export interface LaneCommand {
  readonly command: Command;
  /** What the audit log is told where the command takes effect; left out for what is no change of somebody's making. */
  readonly audit?: { readonly by: ChangedBy; readonly changeOf: (outcome: Outcome) => Change | null };
  readonly idempotency: Idempotency | null;
  readonly render: (outcome: Outcome) => Rendered;
}

/** The decided answers that a repeat gets again; an answer that a wait or a correction may change is not kept. */
export function isKept(status: number): boolean {
  return (status >= 200 && status < 300) || status === 402 || status === 403 || status === 422;
}
