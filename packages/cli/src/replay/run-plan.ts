import { formatUsd } from '@cofferdam/core';
import { CommandFailure } from '../exit.ts';
import { createProgress, type ProgressState } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { dispatch } from './dispatch.ts';
import type { ReplayPlan } from './plan.ts';
import type { Tally } from './tally.ts';

export interface PlanRun {
  durationMs: number;
  /** What ended the run before its time. */
  failure: CommandFailure | undefined;
}

/** Performs a plan with progress on the error stream. Never rejects for a failed call: what was done until then is told all the same. */
export async function runPlan(
  plan: ReplayPlan,
  tally: Tally,
  concurrency: number,
  stop: AbortSignal,
  terminal: Terminal,
): Promise<PlanRun> {
  const startMs = terminal.nowMs();
  const progress = createProgress({
    write: (text) => terminal.err(text),
    isTerminal: terminal.errIsTerminal,
    columns: terminal.columns,
    nowMs: () => terminal.nowMs(),
  });
  const state = () => describeState(plan, tally, terminal.nowMs() - startMs);
  const failure = await dispatch({
    count: plan.steps,
    concurrency,
    ...(plan.dueMs === undefined ? {} : { dueMs: (step: number) => plan.dueMs?.[step] ?? 0 }),
    clock: terminal,
    stop,
    perform: async (step) => {
      await plan.perform(step);
      progress.update(state);
    },
  }).then(() => undefined, asFailure);
  progress.finish(state());
  return { durationMs: terminal.nowMs() - startMs, failure };
}

function describeState(plan: ReplayPlan, tally: Tally, elapsedMs: number): ProgressState {
  const { costNanoUsd, refused } = tally.total;
  const lastDueMs = plan.dueMs?.at(-1);
  return {
    done: tally.decided,
    total: plan.rows,
    spentUsd: formatUsd(costNanoUsd),
    refused,
    ...(lastDueMs === undefined ? {} : { remainingMs: lastDueMs - elapsedMs }),
  };
}

function asFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  throw error;
}
