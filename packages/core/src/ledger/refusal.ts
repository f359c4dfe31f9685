import type { PauseCause } from '../actions/pause-cause.ts';
import type { TakenAction } from '../actions/restraint.ts';
import type { Counter, Limit } from '../budgets/counter.ts';

/** A limit that did not have room, as the caller is told of it. Figures are in the limit's unit. */
export interface Shortfall {
  readonly limit: Limit;
  readonly subject: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number | null;
  readonly spent: bigint;
  readonly reserved: bigint;
  readonly woundDownBy: string | null;
  readonly required: bigint;
}

/** Why a command was not carried out. Nothing changes in the ledger when one is returned. */
export type Refusal =
  | {
      readonly code: 'agent_paused';
      readonly agent: string;
      readonly untilMs: number | null;
      /** What paused it; null for an operator. */
      readonly cause: PauseCause | null;
    }
  | { readonly code: 'run_finished'; readonly run: string; readonly status: string }
  | { readonly code: 'run_agent_mismatch'; readonly run: string; readonly agent: string; readonly boundTo: string }
  | { readonly code: 'model_unpriced'; readonly provider: string; readonly model: string }
  | { readonly code: 'estimate_required'; readonly detail: string }
  | {
      readonly code: 'budget_exceeded' | 'run_cap_exceeded' | 'budget_in_flight';
      readonly shortfall: Shortfall;
      /** The block that refuses, where it is not the limit itself. */
      readonly restriction?: TakenAction;
    }
  | {
      readonly code: 'rate_limited';
      readonly shortfall: Shortfall;
      readonly retryAfterMs: number;
      /** The throttle that refuses, where it is not the limit itself. */
      readonly restriction?: TakenAction;
    }
  | { readonly code: 'insufficient_credit'; readonly shortfall: WalletShortfall }
  | { readonly code: 'budget_in_flight'; readonly wallet: WalletShortfall }
  | { readonly code: 'label_cap_exceeded'; readonly label: string; readonly cap: number }
  | { readonly code: 'not_found'; readonly what: string }
  | { readonly code: 'invalid_request'; readonly field: string; readonly detail: string }
  | { readonly code: 'already_settled' | 'reservation_not_open'; readonly state: string }
  | { readonly code: 'idempotency_mismatch'; readonly detail: string }
  | {
      readonly code: 'refund_exceeds_unused';
      readonly lot: string;
      readonly asked: bigint;
      readonly refundable: bigint;
    }
  | { readonly code: 'write_off_exceeds_debt'; readonly asked: bigint; readonly debt: bigint };

export interface WalletShortfall {
  readonly balance: bigint;
  readonly reserved: bigint;
  /** How far below zero the balance may be held. */
  readonly creditLine: bigint;
  readonly frozen: boolean;
  readonly required: bigint;
}

export type RefusalCode = Refusal['code'];

export function shortfallOf(limit: Limit, counter: Counter, required: bigint): Shortfall {
  return {
    limit,
    subject: counter.subject,
    windowStartMs: counter.windowStartMs,
    windowEndMs: counter.windowEndMs,
    spent: counter.spent,
    reserved: counter.reserved,
    woundDownBy: counter.woundDownBy,
    required,
  };
}
