import type { Restriction } from '../actions/restriction.ts';
import type { Budget, Per, Unit } from '../budgets/budget.ts';

/** A budget's counter as it stood when it raised an alert. Figures are in the budget's unit. */
export interface AlertedBudget {
  readonly budgetId: string;
  readonly name: string;
  readonly owner: string | null;
  readonly per: Per;
  readonly subject: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number | null;
  readonly window: Budget['window'];
  readonly timeZone: string;
  readonly enforcement: Budget['enforcement'];
  readonly unit: Unit;
  readonly limit: bigint;
  readonly limitVersion: number;
  readonly spent: bigint;
  readonly reserved: bigint;
  /** The channels that the budget names. */
  readonly notify: readonly string[];
}

/** Whose charge or refusal it was. */
export interface AlertedCaller {
  readonly agent: string | null;
  readonly team: string | null;
  readonly run: string | null;
}

/** Something that somebody should be told of. `dedupeKey` names it once: the same one again is not told again. */
export type AlertEvent = { readonly dedupeKey: string } & AlertedCaller &
  (
    | {
        readonly type: 'budget_threshold' | 'budget_exhausted';
        readonly budget: AlertedBudget;
        readonly thresholdPpm: number;
        /** What the budget did at this share; null where it only tells. */
        readonly action: Restriction | null;
      }
    | { readonly type: 'budget_refused'; readonly budget: AlertedBudget; readonly required: bigint }
    | {
        readonly type: 'budget_overrun_projected';
        readonly budget: AlertedBudget;
        /** What will have been spent at the end of the window. */
        readonly projected: bigint;
        readonly crossesAtMs: number;
      }
    | { readonly type: 'wallet_empty'; readonly balance: bigint; readonly overdraftLimit: bigint }
    | { readonly type: 'wallet_low'; readonly balance: bigint; readonly lowBalance: bigint }
    | { readonly type: 'reservation_expired'; readonly reservationId: string; readonly amountNanoUsd: bigint }
    | { readonly type: 'model_unpriced'; readonly provider: string; readonly model: string }
  );
