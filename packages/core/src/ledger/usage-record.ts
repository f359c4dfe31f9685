import type { Dimensions } from '../budgets/dimensions.ts';
import type { TokenBuckets } from '../usage/index.ts';

/** What a charge is for. */
export type UsageType = 'model_call' | 'embedding' | 'tool' | 'cost' | 'correction';

/**
 * One charge, append-only. `timeMs` is when it was used (prices, reports); `budgetTimeMs` is the time of its
 * reservation (budgets). `costNanoUsd` is null where no price was known: unknown is not zero.
 */
export interface UsageRecord {
  readonly id: string;
  readonly seq: number;
  readonly type: UsageType;
  readonly reservationId: string | null;
  readonly correctionOf: string | null;
  /** Where the record was reported from, with its id there: together they name it once. */
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly timeMs: number;
  readonly budgetTimeMs: number;
  readonly recordedMs: number;
  readonly dimensions: Dimensions;
  readonly run: string;
  readonly buckets: TokenBuckets | null;
  /** What token budgets count: the whole prompt and the whole output; signed in a correction. */
  readonly tokens: number;
  /** What request budgets count: 1 on one record of each call, 0 on its others. */
  readonly requests: number;
  readonly tool: string | null;
  readonly quantity: string | null;
  readonly serviceTier: string | null;
  readonly providerRequestId: string | null;
  readonly costNanoUsd: bigint | null;
  readonly priceVersion: string | null;
  readonly estimated: boolean;
  readonly late: boolean;
  readonly overage: boolean;
  /** Paid from the org's prepaid wallet. */
  readonly prepaid: boolean;
  /** Which request it was: the same text for the same request. Null where nobody saw the request. */
  readonly fingerprint: string | null;
}

/** Whether a record is of what a model did, and so has tokens and a price of the model's. */
export function isOfModel({ type }: Pick<UsageRecord, 'type'>): boolean {
  return type === 'model_call' || type === 'embedding';
}
