import { countOf, sumOf } from '../count.ts';
import { type JsonRecord, recordOf, recordsOf, textOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';
import { type Figures, withTotal } from '../wholes.ts';

/**
 * Bedrock's TokenUsage: `inputTokens` leaves cache reads and writes out; `cacheDetails` split the writes by lifetime.
 * `totalTokens` is the sum with the cached parts or without, as the model has it.
 */
export function readUsage(usage: JsonRecord, flags: Flags): Figures {
  const uncached = countOf(usage.inputTokens, flags);
  const cacheRead = countOf(usage.cacheReadInputTokens, flags);
  const cacheWrite = countOf(usage.cacheWriteInputTokens, flags);
  const hours = recordsOf(usage.cacheDetails).filter(({ ttl }) => ttl === '1h');
  const output = countOf(usage.outputTokens, flags);
  const total = countOf(usage.totalTokens, flags);
  const figures: Figures = {
    input: uncached === undefined ? undefined : sumOf(uncached, cacheRead, cacheWrite),
    output,
    cacheRead,
    cacheWrite,
    cacheWrite1h: sumOf(...hours.map(({ inputTokens }) => countOf(inputTokens, flags))),
  };
  return total === sumOf(uncached, output) ? figures : withTotal(figures, total, flags);
}

/** The tier that served, or the latency-optimised variant of a model, which has a price of its own. */
export function readServiceTier(answer: JsonRecord): string | null {
  const tier = textOf(recordOf(answer.serviceTier).type);
  const optimized = recordOf(answer.performanceConfig).latency === 'optimized' ? 'optimized' : null;
  const named = tier === 'default' || tier === 'standard' ? null : tier;
  return optimized ?? named;
}
