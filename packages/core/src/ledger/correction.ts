import { recordId } from './record-id.ts';
import type { Reservation } from './reservation.ts';
import type { LedgerState } from './state.ts';
import type { UsageRecord } from './usage-record.ts';

/** The charge that an expiry booked, as far as it can be taken back. */
interface Estimate {
  readonly recordId: string;
  /** Zero where the model had no price: a cost that is not known adds nothing to the sums. */
  readonly costNanoUsd: bigint;
  readonly tokens: number;
}

/** What takes an expiry's estimate back: its cost where the truth is known, its tokens and its request always. */
function correctionOf(estimate: Estimate, truth: UsageRecord, costNanoUsd: bigint | null): UsageRecord {
  return {
    ...truth,
    type: 'correction',
    correctionOf: estimate.recordId,
    costNanoUsd,
    tokens: truth.tokens - estimate.tokens,
    requests: truth.requests - 1,
  };
}

function estimateOf(reservation: Reservation): Estimate | null {
  const { expiryRecordId: recordId, costNanoUsd, tokens } = reservation;
  return recordId === null ? null : { recordId, costNanoUsd: costNanoUsd ?? 0n, tokens: tokens ?? 0 };
}

function isBookedLike(reservation: Reservation, record: UsageRecord): boolean {
  const { provider, model } = record.dimensions;
  return provider === reservation.dimensions.provider && model === reservation.dimensions.model;
}

/** A row of nothing, on the labels that the estimate was booked to. */
function nothingLike(reservation: Reservation, record: UsageRecord, id: string): UsageRecord {
  return {
    ...record,
    id,
    dimensions: reservation.dimensions,
    buckets: null,
    tokens: 0,
    requests: 0,
    tool: null,
    quantity: null,
    serviceTier: null,
    providerRequestId: null,
    priceVersion: null,
    estimated: false,
  };
}

/**
 * After an expiry that charged, the first record becomes a signed correction, true less estimated, so that the sum of
 * the rows is the true cost. Where the first is for another model, or has no price, the estimate is taken back by a row
 * of its own: it must leave the counters that it was booked to. Where no part of the truth is priced, the estimated
 * cost stands.
 */
export function corrected(
  state: LedgerState,
  reservation: Reservation,
  records: readonly UsageRecord[],
): readonly UsageRecord[] {
  const estimate = estimateOf(reservation);
  const [first, ...rest] = records;
  if (estimate === null || first === undefined) return records;
  if (first.costNanoUsd !== null && isBookedLike(reservation, first)) {
    return [correctionOf(estimate, first, first.costNanoUsd - estimate.costNanoUsd), ...rest];
  }
  const isPriced = records.some((record) => record.costNanoUsd !== null);
  const nothing = nothingLike(reservation, first, recordId(state.timeMs, first.seq, records.length));
  return [...records, correctionOf(estimate, nothing, isPriced ? -estimate.costNanoUsd : null)];
}
