import type { ApiClient } from '../api-client/client.ts';
import type { Patience } from '../api-client/persistence.ts';
import { readCost, replayCall } from './call.ts';
import type { Mapping } from './mapping.ts';
import type { Tally } from './tally.ts';
import type { TraceRow } from './trace-rows.ts';

export interface TraceReplay {
  client: ApiClient;
  patience: Patience;
  tally: Tally;
  rows: readonly TraceRow[];
  mapping: Mapping;
  /** The bound that every call states; without it `outputBound` of its own row. */
  maxOutputTokens: number | undefined;
  replayId: string;
}

const smallestBound = 64;

/** What a careful caller would allow an answer of this length: the next power of two, at least 64. */
export function outputBound(outputTokens: number): number {
  return Math.max(smallestBound, 2 ** Math.ceil(Math.log2(Math.max(1, outputTokens))));
}

/** Replays the row as one call; a call that was stopped before the server had decided counts for nothing. */
export async function replayTraceRow(replay: TraceReplay, index: number): Promise<void> {
  const row = replay.rows[index];
  if (row === undefined) throw new RangeError(`the trace has no row ${index}`);
  const { agent, provider, model } = replay.mapping.assign(index);
  const { inputTokens, outputTokens } = row;
  const maxOutputTokens = replay.maxOutputTokens ?? outputBound(outputTokens);
  const id = `replay-${replay.replayId}-${row.line}`;
  const outcome = await replayCall(
    replay.client,
    { id, agent, provider, model, inputTokens, outputTokens, maxOutputTokens },
    replay.patience,
  );
  const key = { agent, model: `${provider}/${model}` };
  if (outcome.kind === 'refused') replay.tally.refuse(key, outcome.problem);
  if (outcome.kind === 'charged')
    replay.tally.charge(key, { costUsd: readCost(outcome.reply), inputTokens, outputTokens });
}
