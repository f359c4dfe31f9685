import { formatCount } from '../terminal/figures.ts';
import type { Mapping } from './mapping.ts';
import { type Speed, scheduleRows } from './pace.ts';
import { replayTraceRow, type TraceReplay } from './trace-replay.ts';
import type { TraceRow } from './trace-rows.ts';
import { replayUsageRows, usageBatchSize, type UsageReplay } from './usage-replay.ts';
import type { UsageRow } from './usage-rows.ts';

/** A file as a list of steps to perform in order, each worth some rows. */
export interface ReplayPlan {
  steps: number;
  rows: number;
  /** When each step is due, milliseconds after the start; undefined at full speed. */
  dueMs: readonly number[] | undefined;
  mapping: string;
  /** What a reader of the figures must know. */
  notes: readonly string[];
  perform(step: number): Promise<void>;
}

export function planTrace(
  replay: TraceReplay & { rows: readonly TraceRow[]; mapping: Mapping },
  speed: Speed,
): ReplayPlan {
  const times = replay.rows.map((row) => row.timeMs);
  const bound =
    replay.maxOutputTokens === undefined
      ? 'the next power of two above what it generated, at least 64'
      : `${formatCount(replay.maxOutputTokens)} output tokens`;
  return {
    steps: replay.rows.length,
    rows: replay.rows.length,
    dueMs: speed === 'max' ? undefined : scheduleRows(times, speed),
    mapping: replay.mapping.description,
    notes: [
      `Each call reserves its input tokens and, as its bound on the output, ${bound}; then it settles with what it used.`,
      `The trace's own times (from ${describeTime(times[0])}) set the pace at most: calls are charged now, so budgets count them now.`,
    ],
    perform: (step) => replayTraceRow(replay, step),
  };
}

export function planUsage(replay: UsageReplay, rows: readonly UsageRow[], speed: Speed): ReplayPlan {
  // At a pace each record has its own moment; at full speed an array saves round trips.
  const size = speed === 'max' ? usageBatchSize : 1;
  const times = rows.map((row) => row.timeMs);
  return {
    steps: Math.ceil(rows.length / size),
    rows: rows.length + replay.tally.leftOut.length,
    dueMs: speed === 'max' ? undefined : scheduleRows(times, speed),
    mapping: 'none: records name their own agents and models',
    notes: [
      'Records are spend that has happened: they are booked at their own times, and never refused for money.',
      'A record that was booked before is shown here at its cost, and not booked again.',
    ],
    perform: (step) => replayUsageRows(replay, rows.slice(step * size, (step + 1) * size)),
  };
}

function describeTime(timeMs: number | undefined): string {
  return timeMs === undefined ? 'none' : `${new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
