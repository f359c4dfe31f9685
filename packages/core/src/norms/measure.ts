import { outputTokens, promptTokens } from '../usage/index.ts';
import type { UsageRecord } from '../ledger/usage-record.ts';
import type { Measures } from './norm.ts';

/** A charge as norms see it. `series` is what it is like: its model, its tool, or a stated cost. */
export interface MeasuredCharge {
  readonly record: UsageRecord;
  readonly costNanoUsd: bigint;
  readonly series: string;
  readonly measures: Measures;
}

const decimal = /^(\d{1,12})(?:\.(\d{1,3}))?\d*$/;

/** Units of a tool in thousandths; what is finer is left off. */
function thousandths(quantity: string | null): bigint | undefined {
  const [, whole, fraction = ''] = decimal.exec(quantity ?? '') ?? [];
  return whole === undefined ? undefined : BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, '0'));
}

function ofModel(record: UsageRecord, cost: bigint): Measures {
  const { buckets } = record;
  if (buckets === null) return { cost };
  const [input, output] = [BigInt(promptTokens(buckets)), BigInt(outputTokens(buckets))];
  const tokens = input + output;
  const price = tokens === 0n ? {} : { price: (cost * 1_000n) / tokens };
  return { cost, input, uncached: input - BigInt(buckets.cacheRead), output, ...price };
}

function ofTool({ quantity }: UsageRecord, cost: bigint): Measures {
  const units = thousandths(quantity);
  return units === undefined ? { cost } : { cost, units };
}

function seriesOf({ type, tool, dimensions }: UsageRecord): string {
  if (type === 'tool') return `tool ${tool ?? ''}`;
  const { provider, model } = dimensions;
  return provider === null || model === null ? 'cost' : `${provider}/${model}`;
}

/**
 * Measures a record, or null for what says nothing of what is usual: a correction, which is a difference; a cost that is
 * not known; and a reservation that is charged because nobody said what was used, which is a bound.
 */
export function measure(record: UsageRecord): MeasuredCharge | null {
  const { type, costNanoUsd, estimated } = record;
  if (type === 'correction' || costNanoUsd === null || costNanoUsd < 0n) return null;
  if (type === 'cost' && estimated) return null;
  const measures = type === 'tool' ? ofTool(record, costNanoUsd) : ofModel(record, costNanoUsd);
  return { record, costNanoUsd, series: seriesOf(record), measures };
}

/** Without its last 26 bits, which tell the rows of one command apart, an id is that of the command. */
const commandDigits = 29;

/** Whether nobody named a run: a call without one is a run of its own, and says nothing of how runs go. */
export function isRunOfItsOwn({ run, id, reservationId }: UsageRecord): boolean {
  return run === reservationId || run.slice(0, commandDigits) === id.slice(0, commandDigits);
}
