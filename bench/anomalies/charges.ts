import { EMPTY_BUCKETS, rate, NO_OVERRIDES, type PriceBook, type UsageRecord } from '@cofferdam/core';
import type { Assignment } from '../../packages/cli/src/replay/mapping.ts';

export interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A model call as the ledger would have recorded it, with its list price. */
export function recordOf(book: PriceBook, timeMs: number, who: Assignment, tokens: Tokens): UsageRecord {
  const { agent, provider, model } = who;
  const buckets = { ...EMPTY_BUCKETS, inputUncached: tokens.inputTokens, output: tokens.outputTokens };
  const priced = rate(
    { book, overrides: NO_OVERRIDES, ceiling: null },
    { provider, model, buckets, serviceTier: null, timeMs },
  );
  if (priced.kind === 'unpriced') throw new Error(`${provider}/${model} has no price: ${priced.reason}`);
  return {
    id: '',
    seq: 0,
    type: 'model_call',
    reservationId: null,
    correctionOf: null,
    source: null,
    sourceId: null,
    timeMs,
    budgetTimeMs: timeMs,
    recordedMs: timeMs,
    dimensions: { agent, workflow: null, connection: null, user: null, team: null, provider, model },
    run: '',
    buckets,
    tokens: tokens.inputTokens + tokens.outputTokens,
    requests: 1,
    tool: null,
    quantity: null,
    serviceTier: null,
    providerRequestId: null,
    costNanoUsd: priced.costNanoUsd,
    priceVersion: priced.priceVersion,
    estimated: false,
    late: false,
    overage: false,
    prepaid: false,
    fingerprint: null,
  };
}
