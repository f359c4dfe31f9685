import type { Norm } from './norm.ts';
import type { AnomalyRules } from './rules.ts';
import { type Usual, usualOf } from './usual.ts';

/** What a run has cost so far, from its first charge to its last. */
export interface RunTotal {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly costNanoUsd: bigint;
}

const minuteMs = 60_000;

/** A run without a charge for so long is over, as far as what is usual of runs goes. */
export const runIdleMs = 3_600_000;

/** Nano-USD a minute; a run that lasted less than a minute counts as one. */
export function rateOf({ firstMs, lastMs, costNanoUsd }: RunTotal): bigint {
  return (costNanoUsd * BigInt(minuteMs)) / BigInt(Math.max(lastMs - firstMs, minuteMs));
}

export interface RunAnomaly {
  readonly kind: 'run_total' | 'run_rate';
  readonly seen: bigint;
  readonly usual: Usual;
}

/** Beyond the norm by the factor, where enough runs are known. */
function isBeyond(seen: bigint, usual: Usual | null, { factor, minRuns }: AnomalyRules): usual is Usual {
  return usual !== null && usual.count >= minRuns && seen > BigInt(factor) * usual.norm;
}

/**
 * How a run is out of character so far: in what it has cost, in what it costs a minute, in both or in neither, against the
 * agent's runs that are over. Runs begin in bursts: one that is fast is told of when it has cost more than a whole run does.
 */
export function decideRun(norm: Norm | null, run: RunTotal, rules: AnomalyRules): readonly RunAnomaly[] {
  if (!rules.enabled || run.costNanoUsd < rules.minAmountNanoUsd || run.costNanoUsd <= 0n) return [];
  const [total, rate] = [usualOf(norm, 'cost'), usualOf(norm, 'rate')];
  const found: RunAnomaly[] = [];
  if (isBeyond(run.costNanoUsd, total, rules)) found.push({ kind: 'run_total', seen: run.costNanoUsd, usual: total });
  const seen = rateOf(run);
  if (isBeyond(seen, rate, rules) && total !== null && run.costNanoUsd > total.norm)
    found.push({ kind: 'run_rate', seen, usual: rate });
  return found;
}
