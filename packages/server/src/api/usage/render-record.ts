import { formatUsd, type TokenBuckets, type UsageRecord } from '@cofferdam/core';
import { isImported } from '../../services/imports/import-source.ts';
import { timeText } from '../render.ts';

/** A cost as the wire has it: null where no price was known, since unknown is not zero. */
export function costText(costNanoUsd: bigint | null): string | null {
  return costNanoUsd === null ? null : formatUsd(costNanoUsd);
}

/** The disjoint buckets of a call, so that each is its rate's. */
function bucketMembers(buckets: TokenBuckets | null): Record<string, number> | null {
  if (buckets === null) return null;
  return {
    input_uncached_tokens: buckets.inputUncached,
    cache_read_tokens: buckets.cacheRead,
    cache_write_5m_tokens: buckets.cacheWrite5m,
    cache_write_1h_tokens: buckets.cacheWrite1h,
    output_tokens: buckets.output,
    reasoning_tokens: buckets.reasoning,
    audio_input_tokens: buckets.audioInput,
    audio_output_tokens: buckets.audioOutput,
    image_input_tokens: buckets.imageInput,
    image_output_tokens: buckets.imageOutput,
  };
}

/** A usage record as every route shows it. */
export function renderRecord(record: UsageRecord): Record<string, unknown> {
  const { agent, workflow, connection, user, team, provider, model } = record.dimensions;
  return {
    id: record.id,
    type: record.type,
    reservation: record.reservationId,
    correction_of: record.correctionOf,
    source: record.source,
    source_id: record.sourceId,
    time: timeText(record.timeMs),
    budget_time: timeText(record.budgetTimeMs),
    recorded_at: timeText(record.recordedMs),
    agent,
    workflow,
    connection,
    user,
    team,
    run: record.run,
    provider,
    model,
    buckets: bucketMembers(record.buckets),
    tokens: record.tokens,
    requests: record.requests,
    tool: record.tool,
    quantity: record.quantity,
    service_tier: record.serviceTier,
    request_id: record.providerRequestId,
    cost_usd: costText(record.costNanoUsd),
    price_version: record.priceVersion,
    estimated: record.estimated,
    late: record.late,
    overage: record.overage,
    unpriced: record.costNanoUsd === null,
    prepaid: record.prepaid,
    imported: isImported(record.source),
  };
}
