import type { TokenBuckets, UsageRecord } from '@cofferdam/core';
import { timestamp, type Cell } from './columns.ts';
import { dimensionColumns, dimensionsOfRow, type DimensionRow } from './dimension-columns.ts';

export interface UsageRow extends DimensionRow {
  id: string;
  seq: bigint;
  type: UsageRecord['type'];
  reservation_id: string | null;
  correction_of: string | null;
  source: string | null;
  source_id: string | null;
  time: number;
  budget_time: number;
  recorded_at: number;
  run: string;
  input_uncached: bigint | null;
  cache_read: bigint | null;
  cache_write_5m: bigint | null;
  cache_write_1h: bigint | null;
  output: bigint | null;
  reasoning: bigint | null;
  audio_input: bigint | null;
  audio_output: bigint | null;
  image_input: bigint | null;
  image_output: bigint | null;
  tokens: bigint;
  requests: number;
  tool: string | null;
  quantity: string | null;
  service_tier: string | null;
  provider_request_id: string | null;
  cost_nano_usd: bigint | null;
  price_version: string | null;
  estimated: boolean;
  late: boolean;
  overage: boolean;
  prepaid: boolean;
  fingerprint: string | null;
}

function bucketsOf(row: UsageRow): TokenBuckets | null {
  if (row.input_uncached === null) return null;
  return {
    inputUncached: Number(row.input_uncached),
    cacheRead: Number(row.cache_read),
    cacheWrite5m: Number(row.cache_write_5m),
    cacheWrite1h: Number(row.cache_write_1h),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
    audioInput: Number(row.audio_input),
    audioOutput: Number(row.audio_output),
    imageInput: Number(row.image_input),
    imageOutput: Number(row.image_output),
  };
}

export function usageRecordOf(row: UsageRow): UsageRecord {
  return {
    id: row.id,
    seq: Number(row.seq),
    type: row.type,
    reservationId: row.reservation_id,
    correctionOf: row.correction_of,
    source: row.source,
    sourceId: row.source_id,
    timeMs: row.time,
    budgetTimeMs: row.budget_time,
    recordedMs: row.recorded_at,
    dimensions: dimensionsOfRow(row),
    run: row.run,
    buckets: bucketsOf(row),
    tokens: Number(row.tokens),
    requests: row.requests,
    tool: row.tool,
    quantity: row.quantity,
    serviceTier: row.service_tier,
    providerRequestId: row.provider_request_id,
    costNanoUsd: row.cost_nano_usd,
    priceVersion: row.price_version,
    estimated: row.estimated,
    late: row.late,
    overage: row.overage,
    prepaid: row.prepaid,
    fingerprint: row.fingerprint,
  };
}

/** In the order of insert-usage.sql. */
export const usageColumns: readonly ((record: UsageRecord) => Cell)[] = [
  (u) => u.id,
  (u) => u.seq,
  (u) => u.type,
  (u) => u.reservationId,
  (u) => u.correctionOf,
  (u) => u.source,
  (u) => u.sourceId,
  (u) => timestamp(u.timeMs),
  (u) => timestamp(u.budgetTimeMs),
  (u) => timestamp(u.recordedMs),
  ...dimensionColumns,
  (u) => u.run,
  (u) => u.buckets?.inputUncached ?? null,
  (u) => u.buckets?.cacheRead ?? null,
  (u) => u.buckets?.cacheWrite5m ?? null,
  (u) => u.buckets?.cacheWrite1h ?? null,
  (u) => u.buckets?.output ?? null,
  (u) => u.buckets?.reasoning ?? null,
  (u) => u.buckets?.audioInput ?? null,
  (u) => u.buckets?.audioOutput ?? null,
  (u) => u.buckets?.imageInput ?? null,
  (u) => u.buckets?.imageOutput ?? null,
  (u) => u.tokens,
  (u) => u.requests,
  (u) => u.tool,
  (u) => u.quantity,
  (u) => u.serviceTier,
  (u) => u.providerRequestId,
  (u) => u.costNanoUsd,
  (u) => u.priceVersion,
  (u) => u.estimated,
  (u) => u.late,
  (u) => u.overage,
  (u) => u.prepaid,
  (u) => u.fingerprint,
];
