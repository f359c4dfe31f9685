import type { AnomalyRules } from './rules.ts';

/** A request that was charged. */
export interface SeenRequest {
  readonly timeMs: number;
  readonly run: string;
  readonly costNanoUsd: bigint;
}

/** One request that an agent makes over and over, from the first time on after which no pause was as long as the window. */
export interface Repetition {
  readonly count: number;
  readonly firstMs: number;
  readonly costNanoUsd: bigint;
  /** The run of them all; null where they are of several. */
  readonly run: string | null;
  /** When the newest were made, oldest first: as many as make a loop. */
  readonly newestMs: readonly number[];
}

function isStale(before: Repetition, { timeMs }: SeenRequest, { loopWindowMs }: AnomalyRules): boolean {
  return timeMs - (before.newestMs.at(-1) ?? before.firstMs) >= loopWindowMs;
}

/** The repetition with one more request. */
export function repeated(before: Repetition | null, request: SeenRequest, rules: AnomalyRules): Repetition {
  const { timeMs, run, costNanoUsd } = request;
  if (before === null || isStale(before, request, rules))
    return { count: 1, firstMs: timeMs, costNanoUsd, run, newestMs: [timeMs] };
  return {
    count: before.count + 1,
    firstMs: before.firstMs,
    costNanoUsd: before.costNanoUsd + costNanoUsd,
    run: before.run === run ? run : null,
    newestMs: [...before.newestMs, timeMs].slice(-rules.loopRequests),
  };
}

/** Whether it is a loop: as many identical requests within the window, for money that is worth telling of. */
export function isLoop({ newestMs, costNanoUsd }: Repetition, rules: AnomalyRules): boolean {
  if (!rules.enabled || newestMs.length < rules.loopRequests || costNanoUsd < rules.minAmountNanoUsd) return false;
  const spanMs = newestMs.at(-1)! - newestMs[0]!;
  return spanMs < rules.loopWindowMs;
}
