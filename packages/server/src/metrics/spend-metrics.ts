import { outputTokens, promptTokens, type UsageRecord } from '@cofferdam/core';
import { Counter, type Registry } from 'prom-client';
import { isImported } from '../services/imports/import-source.ts';
import { createLabelCap } from './label-cap.ts';

const nanoUsdPerUsd = 1e9;

/** Counts what was charged. Figures are floats, as all of Prometheus: the exact ones are the ledger's. */
export function spendMetrics(registry: Registry): (records: readonly UsageRecord[]) => void {
  const registers = [registry];
  const labelNames = ['provider', 'model'];
  const labelsOf = createLabelCap();
  const spend = new Counter({
    name: 'cofferdam_spend_usd_total',
    help: 'What was charged, in USD, without what corrections took back',
    labelNames,
    registers,
  });
  const takenBack = new Counter({
    name: 'cofferdam_spend_taken_back_usd_total',
    help: 'What corrections took back of earlier charges, in USD',
    labelNames,
    registers,
  });
  const tokens = new Counter({
    name: 'cofferdam_tokens_total',
    help: 'Tokens that were charged, by direction: the whole prompt, the whole output',
    labelNames: [...labelNames, 'direction'],
    registers,
  });
  const recorded = new Counter({
    name: 'cofferdam_usage_records_total',
    help: 'Usage records that were made, by type and by what is known of their cost: exact, estimated, unpriced',
    labelNames: ['type', 'cost'],
    registers,
  });

  function count(record: UsageRecord): void {
    const { costNanoUsd, buckets, type, estimated } = record;
    const labels = labelsOf(record.dimensions.provider, record.dimensions.model);
    const known = estimated ? 'estimated' : 'exact';
    recorded.inc({ type, cost: costNanoUsd === null ? 'unpriced' : known });
    if (costNanoUsd !== null && costNanoUsd > 0n) spend.inc(labels, Number(costNanoUsd) / nanoUsdPerUsd);
    if (costNanoUsd !== null && costNanoUsd < 0n) takenBack.inc(labels, -Number(costNanoUsd) / nanoUsdPerUsd);
    if (buckets === null) return;
    tokens.inc({ ...labels, direction: 'input' }, promptTokens(buckets));
    tokens.inc({ ...labels, direction: 'output' }, outputTokens(buckets));
  }

  return (records) => {
    // History that is imported was spent long ago: it would look like a fire.
    for (const record of records) if (!isImported(record.source)) count(record);
  };
}
