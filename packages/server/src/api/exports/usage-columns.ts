import type { TokenBuckets, UsageRecord } from '@cofferdam/core';
import { isImported } from '../../services/imports/import-source.ts';
import { timeText } from '../render.ts';
import { costText } from '../usage/render-record.ts';
import type { CsvColumn } from './csv.ts';

type Column = CsvColumn<UsageRecord>;

function bucket(name: string, key: keyof TokenBuckets): Column {
  return { name, get: ({ buckets }) => buckets?.[key] ?? null };
}

/**
 * The columns of usage as CSV, in their order, which stays: new ones are added at the end. Names and meanings are those
 * of a usage record elsewhere in the API; null is an empty field.
 */
export const usageCsvColumns: readonly Column[] = [
  { name: 'id', get: (u) => u.id },
  { name: 'type', get: (u) => u.type },
  { name: 'time', get: (u) => timeText(u.timeMs) },
  { name: 'budget_time', get: (u) => timeText(u.budgetTimeMs) },
  { name: 'recorded_at', get: (u) => timeText(u.recordedMs) },
  { name: 'agent', get: (u) => u.dimensions.agent },
  { name: 'workflow', get: (u) => u.dimensions.workflow },
  { name: 'connection', get: (u) => u.dimensions.connection },
  { name: 'user', get: (u) => u.dimensions.user },
  { name: 'team', get: (u) => u.dimensions.team },
  { name: 'run', get: (u) => u.run },
  { name: 'provider', get: (u) => u.dimensions.provider },
  { name: 'model', get: (u) => u.dimensions.model },
  bucket('input_uncached_tokens', 'inputUncached'),
  bucket('cache_read_tokens', 'cacheRead'),
  bucket('cache_write_5m_tokens', 'cacheWrite5m'),
  bucket('cache_write_1h_tokens', 'cacheWrite1h'),
  bucket('output_tokens', 'output'),
  bucket('reasoning_tokens', 'reasoning'),
  bucket('audio_input_tokens', 'audioInput'),
  bucket('audio_output_tokens', 'audioOutput'),
  bucket('image_input_tokens', 'imageInput'),
  bucket('image_output_tokens', 'imageOutput'),
  { name: 'tokens', get: (u) => u.tokens },
  { name: 'requests', get: (u) => u.requests },
  { name: 'tool', get: (u) => u.tool },
  { name: 'quantity', isFigure: true, get: (u) => u.quantity },
  { name: 'service_tier', get: (u) => u.serviceTier },
  { name: 'request_id', get: (u) => u.providerRequestId },
  { name: 'cost_usd', isFigure: true, get: (u) => costText(u.costNanoUsd) },
  { name: 'price_version', get: (u) => u.priceVersion },
  { name: 'estimated', get: (u) => u.estimated },
  { name: 'late', get: (u) => u.late },
  { name: 'overage', get: (u) => u.overage },
  { name: 'unpriced', get: (u) => u.costNanoUsd === null },
  { name: 'prepaid', get: (u) => u.prepaid },
  { name: 'reservation', get: (u) => u.reservationId },
  { name: 'correction_of', get: (u) => u.correctionOf },
  { name: 'source', get: (u) => u.source },
  { name: 'source_id', get: (u) => u.sourceId },
  { name: 'imported', get: (u) => isImported(u.source) },
];
