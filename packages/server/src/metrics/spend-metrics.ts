import { outputTokens, promptTokens, type UsageRecord } from '@cofferdam/core';
import { Counter, type Registry } from 'prom-client';
import { isImported } from '../services/imports/import-source.ts';
import { createLabelCap, type SeriesLabels } from './label-cap.ts';

const nanoUsdPerUsd = 1e9;

/** What a batch adds to one pair of provider and model: a counter takes longer to find than to add up. */
interface Sums {
  spentNano: number;
  backNano: number;
  input: number;
  output: number;
}

function addTo(sum: Sums, { costNanoUsd, buckets }: UsageRecord): void {
  const nano = Number(costNanoUsd ?? 0n);
  if (nano > 0) sum.spentNano += nano;
  else sum.backNano -= nano;
  if (buckets === null) return;
  sum.input += promptTokens(buckets);
  sum.output += outputTokens(buckets);
}

function knownOf({ costNanoUsd, estimated }: UsageRecord): string {
  if (costNanoUsd === null) return 'unpriced';
  return estimated ? 'estimated' : 'exact';
}

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

  return (records) => {
    const sums = new Map<SeriesLabels, Sums>();
    const kinds = new Map<string, number>();
    for (const record of records) {
      // History that is imported was spent long ago: it would look like a fire.
      if (isImported(record.source)) continue;
      const labels = labelsOf(record.dimensions.provider, record.dimensions.model);
      const sum = sums.get(labels) ?? { spentNano: 0, backNano: 0, input: 0, output: 0 };
      sums.set(labels, sum);
      addTo(sum, record);
      const kind = `${record.type} ${knownOf(record)}`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of kinds) {
      const [type = '', cost = ''] = kind.split(' ');
      recorded.inc({ type, cost }, count);
    }
    for (const [labels, { spentNano, backNano, input, output }] of sums) {
      if (spentNano > 0) spend.inc(labels, spentNano / nanoUsdPerUsd);
      if (backNano > 0) takenBack.inc(labels, backNano / nanoUsdPerUsd);
      if (input > 0) tokens.inc({ ...labels, direction: 'input' }, input);
      if (output > 0) tokens.inc({ ...labels, direction: 'output' }, output);
    }
  };
}
