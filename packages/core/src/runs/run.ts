/** How a run ended; `null` while it is open. */
export type RunStatus = 'succeeded' | 'failed' | 'cancelled';

/**
 * One execution of an agent. `path` names the run itself and then its ancestors, nearest first: it is frozen when the
 * run is made, since a parent never changes.
 */
export interface Run {
  readonly id: string;
  readonly agent: string;
  readonly workflow: string | null;
  readonly parent: string | null;
  readonly path: readonly string[];
  readonly limitNanoUsd: bigint | null;
  readonly status: RunStatus | null;
  readonly createdMs: number;
  readonly finishedMs: number | null;
  /** Kept to the minute, so that a busy run is not rewritten by each of its calls. */
  readonly lastSeenMs: number;
}

/** A run may stand this deep below its root. */
export const maxRunDepth = 8;

/** An open run without a call for this long is shown as `unknown`; its next call makes it open again. */
export const idleRunMs = 3_600_000;

const lastSeenGranularityMs = 60_000;

/** What a reader is told: idleness is computed from the time, never written. */
export function runStateAt(run: Run, nowMs: number): RunStatus | 'running' | 'unknown' {
  if (run.status !== null) return run.status;
  return nowMs - run.lastSeenMs > idleRunMs ? 'unknown' : 'running';
}

/** The run as seen at `nowMs`, or null where the stored minute still says enough. */
export function touchRun(run: Run, nowMs: number): Run | null {
  return nowMs - run.lastSeenMs >= lastSeenGranularityMs ? { ...run, lastSeenMs: nowMs } : null;
}
