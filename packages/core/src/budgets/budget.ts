import type { BudgetAction } from '../actions/restraint.ts';
import type { WindowKind } from '../windows/index.ts';

/** What a budget counts. USD is in nano-USD; the others are plain counts. */
export type Unit = 'usd' | 'tokens' | 'requests' | 'concurrent';

/** The dimension that a budget keeps one counter for each value of. */
export type Per = 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';

/** The dimensions that a budget can be narrowed to. */
export type MatchDimension = 'agent' | 'team' | 'workflow' | 'connection' | 'user' | 'provider' | 'model';

export type Match = { readonly [dimension in MatchDimension]?: readonly string[] };

/**
 * A policy: one counter for each value of `per` among the charges that `match`, in each window.
 * `limit` is in the budget's unit; `countsFromMs` is the start of the window in which the budget was made: earlier
 * windows have no counters, since nothing could have been refused in them.
 */
export interface Budget {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly per: Per;
  readonly match: Match;
  readonly window: WindowKind;
  readonly timeZone: string;
  readonly unit: Unit;
  readonly limit: bigint;
  /** Counts changes of the limit, so that a raised limit arms its alerts again. */
  readonly limitVersion: number;
  readonly enforcement: 'hard' | 'soft';
  readonly allowFree: boolean;
  /** The part of the limit that is kept for a last call, in millionths; null for none. Only of a hard limit in USD. */
  readonly windDownPpm: number | null;
  /** Fractions of the limit in millionths, ascending. */
  readonly thresholdsPpm: readonly number[];
  /** What it does where a share of the limit is reached, beside telling. */
  readonly actions: readonly BudgetAction[];
  readonly notify: readonly string[];
  readonly countsFromMs: number;
  readonly createdMs: number;
}

/**
 * Refusals among budgets are reported in this order, nearest to the caller first (design: run, agent, workflow,
 * connection, user, team, model, org; the wallet comes last).
 */
export const perOrder: readonly Per[] = ['run', 'agent', 'workflow', 'connection', 'user', 'team', 'model', 'org'];
