import { type Attempt, disjointBuckets, type ToolUse, totalTokens } from '@cofferdam/core';
import type { MeteredAttempt, MeteredUsage } from './metered-usage.ts';

/** Whose prices hold, and which model was asked for: it stands in where an answer names none. */
export interface BillTo {
  readonly provider: string;
  readonly model: string;
  /** What was asked for has no output: it makes texts into vectors. */
  readonly isEmbedding?: boolean;
}

/** The attempts of an answer as the ledger charges them. Whether they are everything, `missing` and `complete` say. */
export function attemptsOf(metered: MeteredUsage, billTo: BillTo): Attempt[] {
  return metered.attempts.map((attempt) => attemptOf(attempt, metered, billTo));
}

function attemptOf({ model, usage }: MeteredAttempt, metered: MeteredUsage, billTo: BillTo): Attempt {
  const outcome = disjointBuckets(usage);
  if (outcome.kind === 'invalid_usage') throw new Error(`Metered usage contradicts itself: ${outcome.reason}`);
  return {
    provider: billTo.provider,
    model: model ?? metered.model ?? billTo.model,
    isEmbedding: billTo.isEmbedding === true,
    buckets: outcome.buckets,
    tokens: totalTokens(outcome.buckets),
    serviceTier: metered.serviceTier,
    providerRequestId: metered.requestId,
  };
}

/** Hosted tools as the ledger charges them: at the price of the book, or the org's. */
export function toolUsesOf(metered: MeteredUsage): ToolUse[] {
  return metered.tools.map(({ name, quantity }) => ({ name, quantity, costNanoUsd: null }));
}
