import type { Dimensions } from '../budgets/dimensions.ts';
import type { RunStatus } from '../runs/run.ts';
import type { CallBound } from '../prices/index.ts';
import type { TokenBuckets } from '../usage/index.ts';
import type { ReservationOrigin } from './reservation.ts';

/** What one attempt used, already in disjoint buckets. */
export interface Attempt {
  readonly provider: string;
  readonly model: string;
  /** Texts were made into vectors; nothing was written. */
  readonly isEmbedding?: boolean;
  readonly buckets: TokenBuckets;
  readonly tokens: number;
  readonly serviceTier: string | null;
  readonly providerRequestId: string | null;
  /** The figures are a bound and not the provider's own: the charge is flagged. */
  readonly estimated?: boolean;
  /** What it cost, where that is known from elsewhere: it is not priced then. */
  readonly statedCostNanoUsd?: bigint;
}

/** Units of a tool; the cost is the org's price for it unless the caller states one. */
export interface ToolUse {
  readonly name: string;
  readonly quantity: string;
  readonly costNanoUsd: bigint | null;
}

/**
 * What is charged: attempts, or a stated cost, or nothing known (`unknown`: the reservation is charged, estimated),
 * or tools alone (`none`).
 */
export type Spending =
  | { readonly kind: 'attempts'; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'cost'; readonly costNanoUsd: bigint }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' };

export interface ReserveCommand {
  readonly kind: 'reserve';
  readonly id: string;
  readonly dimensions: Dimensions;
  readonly run: string | null;
  readonly parentRun: string | null;
  /** Null where only an estimate or a bound was given. */
  readonly amountNanoUsd: bigint | null;
  readonly estimate: { readonly inputTokens: number; readonly maxOutputTokens: number } | null;
  /** A model call that is read before it is made: it is priced at its bound, and its output may be lowered to fit. */
  readonly bound?: CallBound;
  /** Models of the same provider to offer instead where the call is refused for money. */
  readonly alternatives?: readonly string[];
  /** The caller's last call: it may take the allowance of every counter whose allowance nobody has taken yet. */
  readonly final?: boolean;
  readonly ttlMs: number;
  readonly onExpiry: 'release' | 'charge';
  readonly origin: ReservationOrigin;
  /** Agent keys make no agents. */
  readonly mayCreateAgent: boolean;
}

/** The agent whose key it is, or null for keys that may act for any agent: another agent's id is not found. */
interface ByReservation {
  readonly reservationId: string;
  readonly origin: ReservationOrigin;
  readonly onlyAgent: string | null;
}

export interface SettleCommand extends ByReservation {
  readonly kind: 'settle';
  readonly hash: string;
  readonly spending: Spending;
  readonly tools: readonly ToolUse[];
  /** Which request it was, where that is known. */
  readonly fingerprint?: string;
}

export interface ReleaseCommand extends ByReservation {
  readonly kind: 'release';
}

export interface ExtendCommand extends ByReservation {
  readonly kind: 'extend';
  readonly ttlMs: number | null;
  /** The new total, or null to keep it. */
  readonly amountNanoUsd: bigint | null;
}

export interface ExpireCommand {
  readonly kind: 'expire';
  readonly reservationId: string;
}

/** Spend that had no reservation. It has happened: it is booked whatever the budgets say. */
export interface ReportedUsage {
  readonly source: string;
  readonly sourceId: string;
  readonly hash: string;
  readonly timeMs: number | null;
  readonly dimensions: Dimensions;
  readonly run: string | null;
  readonly parentRun: string | null;
  readonly spending: Spending;
  readonly tools: readonly ToolUse[];
}

/** All or nothing. */
export interface RecordCommand {
  readonly kind: 'record';
  readonly usage: readonly ReportedUsage[];
  readonly mayCreateAgent: boolean;
  /**
   * It is the past of somebody who paid elsewhere: it is booked and counted, and draws no credit, begins no run and tells
   * nobody of windows that are over.
   */
  readonly history?: boolean;
}

export interface CreateRunCommand {
  readonly kind: 'create-run';
  readonly id: string;
  readonly dimensions: Dimensions;
  readonly parentRun: string | null;
  readonly limitNanoUsd: bigint | null;
  readonly mayCreateAgent: boolean;
}

export interface FinishRunCommand {
  readonly kind: 'finish-run';
  readonly run: string;
  readonly status: RunStatus;
  readonly onlyAgent: string | null;
}

/** Commands on credit are idempotent by their kind and reference: the same again is answered as the first time. */
interface ByReference {
  readonly reference: string;
  readonly hash: string;
}

/** Credit that was paid for: a lot of the source `purchase`. */
export interface TopUpCommand extends ByReference {
  readonly kind: 'top-up';
  readonly amountNanoUsd: bigint;
  readonly expiresMs?: number | null;
}

/** Credit that nobody paid for. */
export interface GrantCreditCommand extends ByReference {
  readonly kind: 'grant-credit';
  readonly source: 'grant' | 'promotion';
  readonly amountNanoUsd: bigint;
  readonly priority: number;
  readonly expiresMs: number | null;
  readonly reason: string | null;
}

/** A purchase, by the id of its lot or by the reference of its top-up. */
export type PurchaseName = { readonly lotId: string } | { readonly topUp: string };

/** Gives money back for what is unused of a purchase, and refuses more. */
export interface RefundCreditCommand extends ByReference {
  readonly kind: 'refund-credit';
  readonly purchase: PurchaseName;
  readonly amountNanoUsd: bigint;
  readonly reason: string | null;
}

/**
 * Takes back credit whose payment is gone: from the purchase's own lot first, then from others, then as debt. It is
 * never refused for the amount. A dispute that leaves a debt freezes the wallet until the debt is paid.
 */
export interface ClawBackCommand extends ByReference {
  readonly kind: 'claw-back';
  readonly cause: 'refund' | 'dispute';
  /** Null where the payment made no lot that is known. */
  readonly purchase: PurchaseName | null;
  readonly amountNanoUsd: bigint;
  readonly reason: string | null;
}

/** Gives back what a claw-back took, as a lot of its own: the dispute was won. */
export interface ReinstateCreditCommand extends ByReference {
  readonly kind: 'reinstate-credit';
  readonly amountNanoUsd: bigint;
  readonly expiresMs: number | null;
  readonly reason: string | null;
}

/** Sets right what was booked wrong. Positive makes a lot; negative takes in the order of draws, then as debt. */
export interface AdjustCreditCommand extends ByReference {
  readonly kind: 'adjust-credit';
  readonly amountNanoUsd: bigint;
  readonly expiresMs: number | null;
  readonly reason: string;
}

/** Gives up a debt, or a part of it. */
export interface WriteOffCommand extends ByReference {
  readonly kind: 'write-off';
  /** Null for the whole debt. */
  readonly amountNanoUsd: bigint | null;
  readonly reason: string;
}

/** The commands on credit that somebody gives. */
export type CreditCommand =
  | TopUpCommand
  | GrantCreditCommand
  | RefundCreditCommand
  | ClawBackCommand
  | ReinstateCreditCommand
  | AdjustCreditCommand
  | WriteOffCommand;

/** Takes what is left of lots whose time is over, as far as no open reservation may need it. */
export interface ExpireLotsCommand {
  readonly kind: 'expire-lots';
}

export type Command =
  | ReserveCommand
  | SettleCommand
  | ReleaseCommand
  | ExtendCommand
  | ExpireCommand
  | RecordCommand
  | CreateRunCommand
  | FinishRunCommand
  | CreditCommand
  | ExpireLotsCommand;
