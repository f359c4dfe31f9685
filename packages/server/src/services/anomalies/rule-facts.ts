import { type AnomalyRules, formatUsd } from '@cofferdam/core';
import type { OwnRules } from './rules.ts';

/** Rules under the names of the wire; those that stand above are left out. */
export function ruleFacts(rules: OwnRules | AnomalyRules): Record<string, string | number | boolean> {
  const { minAmountNanoUsd, loopWindowMs } = rules;
  const all = {
    enabled: rules.enabled,
    factor: rules.factor,
    min_charges: rules.minCharges,
    min_runs: rules.minRuns,
    min_amount_usd: minAmountNanoUsd === null ? null : formatUsd(minAmountNanoUsd),
    loop_requests: rules.loopRequests,
    loop_window_seconds: loopWindowMs === null ? null : loopWindowMs / 1_000,
    pause: rules.pause,
  };
  const isOwn = <Value>(entry: [string, Value | null]): entry is [string, Value] => entry[1] !== null;
  return Object.fromEntries(Object.entries<string | number | boolean | null>(all).filter(isOwn));
}
