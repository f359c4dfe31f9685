import type { ActionKind } from './restraint.ts';

/** An action as it was taken: who is held, by what, and until when. */
export interface Restriction {
  readonly id: string;
  readonly budgetId: string;
  readonly budgetName: string;
  readonly limitVersion: number;
  readonly subject: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number | null;
  readonly kind: ActionKind;
  readonly atPpm: number;
  readonly requestsPerMinute: number | null;
  /** Who is paused; null for the others. */
  readonly agent: string | null;
  readonly takenMs: number;
}
