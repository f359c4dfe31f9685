import { formatUsd, type Outcome, type Run, runStateAt } from '@cofferdam/core';
import type { Rendered } from '../../services/lane/command.ts';
import type { FoundRun, RunSpend } from '../../services/runs/find-run.ts';
import type { RunStop } from '../../services/runs/run-stop.ts';
import { renderWith, timeText, timeTextOrNull, unexpected } from '../render.ts';

/** Why a run came to a halt, with the members of the problem that its caller was told. */
function renderStop({ code, atMs, lastRefusedMs, refusals, facts }: RunStop): Record<string, unknown> {
  return { code, at: timeText(atMs), last_refused_at: timeTextOrNull(lastRefusedMs), refusals, ...facts };
}

/** A run as it was read: where it stands, what it and all below it spent, and what stopped it. */
export function renderFoundRun({ run, spend, stop }: FoundRun, nowMs: number): Record<string, unknown> {
  return { ...renderRun(run, nowMs, spend), stopped_by: stop === null ? null : renderStop(stop) };
}

/** A run as it stands; what it spent is of the run and all its descendants. */
function renderRun(run: Run, nowMs: number, spend?: RunSpend): Record<string, unknown> {
  return {
    id: run.id,
    agent: run.agent,
    workflow: run.workflow,
    parent_run: run.parent,
    ancestors: run.path.slice(1),
    limit_usd: run.limitNanoUsd === null ? null : formatUsd(run.limitNanoUsd),
    status: runStateAt(run, nowMs),
    created_at: timeText(run.createdMs),
    finished_at: timeTextOrNull(run.finishedMs),
    last_seen_at: timeText(run.lastSeenMs),
    ...(spend === undefined
      ? {}
      : {
          spent_usd: formatUsd(spend.spentNanoUsd),
          reserved_usd: formatUsd(spend.reservedNanoUsd),
          own_spent_usd: formatUsd(spend.ownSpentNanoUsd),
          unpriced_records: spend.unpricedRecords,
        }),
  };
}

export function renderRunOutcome(status: number, nowMs: () => number): (outcome: Outcome) => Rendered {
  return renderWith(status, (outcome) =>
    outcome.kind === 'run' ? renderRun(outcome.run, nowMs()) : unexpected(outcome),
  );
}
